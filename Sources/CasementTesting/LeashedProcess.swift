import Foundation

/// A child process that ends with this process, however that ends: a shell waits on a pipe from us and then kills it.
struct LeashedProcess {
    /// The child's process id.
    let identifier: pid_t

    private let leash: pid_t
    private let pipe: Int32

    /// Starts the program at a path, its output going nowhere.
    init(_ program: String, _ arguments: [String]) throws {
        identifier = try Self.spawn(program, arguments, standardInput: nil)
        var ends: [Int32] = [-1, -1]
        guard Foundation.pipe(&ends) == 0 else { throw CocoaError(.executableLoad) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        pipe = ends[1]
        leash = try Self.spawn("/bin/sh", ["-c", "read -r _; kill -9 \(identifier)"], standardInput: ends[0])
        close(ends[0])
    }

    /// Sends a signal.
    func signal(_ number: Int32) { Foundation.kill(identifier, number) }

    /// Sends a signal that ends it, and waits for its end.
    func end(with number: Int32) {
        // The leash goes first: it must not kill a process id that has been given to another.
        kill(leash, SIGKILL)
        waitpid(leash, nil, 0)
        close(pipe)
        kill(identifier, number)
        kill(identifier, SIGCONT)
        waitpid(identifier, nil, 0)
    }

    private static func spawn(_ program: String, _ arguments: [String], standardInput: Int32?) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for descriptor: Int32 in 0...2 {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        if let standardInput { posix_spawn_file_actions_adddup2(&actions, standardInput, 0) }
        // Our threads block signals that a child needs.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        guard posix_spawn(&child, program, &actions, &attributes, &words, environ) == 0 else {
            throw CocoaError(.executableLoad)
        }
        return child
    }
}
