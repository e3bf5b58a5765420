import NIOCore

/// What becomes of the commands that were in flight when their connection was lost.
struct LostCommands {
    /// Those that are sent once more.
    private(set) var repeated = CircularBuffer<PendingCommand>()
    private var failed: [(command: PendingCommand, error: RedisError)] = []

    /// Sorts them; `repeating` is whether any may be sent once more.
    init(_ commands: CircularBuffer<PendingCommand>, error: RedisError, at now: NIODeadline, repeating: Bool) {
        for (position, var command) in commands.enumerated() {
            if command.deadline <= now {
                failed.append((command, .timedOut))
            } else if repeating, command.mayBeRepeated {
                command.mayBeRepeated = false
                repeated.append(command)
            } else {
                failed.append((command, position == 0 && error.saysReadOnly ? error : .connectionLost))
            }
        }
    }

    /// Tells who waits for the others why there is no answer.
    func tell() {
        for (command, error) in failed { command.fail(error) }
    }
}
