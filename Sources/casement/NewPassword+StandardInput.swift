import Directory
import Foundation

extension NewPassword {
    /// Reads one line; a person at a terminal is asked for it twice, and does not see it. Never an argument: those show in
    /// lists of processes and in a shell's history.
    static func fromStandardInput() throws -> NewPassword {
        try NewPassword(isatty(STDIN_FILENO) == 1 ? typed() : line(readLine()))
    }

    private static func typed() throws -> String {
        let password = try hidden("Password: ")
        guard try hidden("Again: ") == password else { throw CommandFailure.misuse("The two are not the same.") }
        return password
    }

    private static func hidden(_ prompt: String) throws -> String {
        try line(getpass(prompt).map { String(cString: $0) })
    }

    private static func line(_ text: String?) throws -> String {
        guard let text else { throw CommandFailure.misuse("Give the password as a line of standard input.") }
        return text
    }
}
