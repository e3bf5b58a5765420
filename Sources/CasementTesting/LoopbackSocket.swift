import Foundation
import Synchronization

/// Just enough of a blocking socket to find a port and to ask one question there.
enum LoopbackSocket {
    /// A port on 127.0.0.1 that is free, and stays so until somebody asks for it by its number: the system gives none of
    /// these to who takes any, and this process gives none twice.
    static func freePort() -> Int? {
        for _ in 0..<1000 {
            let port = Int.random(in: 10_000..<32_768)
            let isNew = given.withLock { $0.insert(port).inserted }
            if isNew, with(port: port, { bind($0, $1, $2) == 0 ? true : nil }) == true { return port }
        }
        return nil
    }

    private static let given = Mutex<Set<Int>>([])

    /// The first bytes answered to `question`; nil when nobody is there.
    static func ask(port: Int, _ question: String) -> String? {
        with(port: port) { (descriptor, address, length) -> String? in
            guard connect(descriptor, address, length) == 0 else { return nil }
            guard question.withCString({ send(descriptor, $0, strlen($0), Int32(MSG_NOSIGNAL)) }) > 0 else {
                return nil
            }
            var answer = [UInt8](repeating: 0, count: 512)
            let count = recv(descriptor, &answer, answer.count, 0)
            return count > 0 ? String(decoding: answer.prefix(count), as: UTF8.self) : nil
        }
    }

    private static func with<Answer>(
        port: Int, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Answer?
    ) -> Answer? {
        // A child process that another test starts just now must not keep the port.
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return withAddress(port: port) { body(descriptor, $0, $1) }
    }

    /// Lends the address of a port of 127.0.0.1.
    static func withAddress<Answer>(port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Answer) -> Answer {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
