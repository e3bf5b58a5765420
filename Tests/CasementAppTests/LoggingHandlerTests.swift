import Foundation
import Logging
import Synchronization
import Testing

@testable import CasementApp

@Suite struct LoggingHandlerTests {
    @Test("A line of text is the time, the level, the message and the data in order")
    func text() {
        let lines = written(.text) { $0.info("request refused", metadata: ["status": "401", "code": "token_expired"]) }
        #expect(lines == "1970-01-01T00:00:01.500Z info request refused code=token_expired status=401\n")
    }

    @Test("A line of JSON is one object that a reader takes apart again")
    func json() throws {
        let lines = written(.json) {
            $0.warning(
                "slow \"answer\"", metadata: ["level": "9", "list": ["a\n", "b"], "map": ["k": "v"], "n": "\(7)"])
        }
        let object = try #require(try JSONSerialization.jsonObject(with: Data(lines.utf8)) as? [String: Any])
        #expect(object["time"] as? String == "1970-01-01T00:00:01.500Z")
        #expect(object["level"] as? String == "warning" && object["metadata.level"] as? String == "9")
        #expect(object["message"] as? String == "slow \"answer\"")
        #expect(object["list"] as? [String] == ["a\n", "b"] && object["map"] as? [String: String] == ["k": "v"])
    }

    @Test(
        "No data can end a line, move a cursor, reorder text or pass for another field",
        arguments: LoggingFormat.allCases)
    func injection(format: LoggingFormat) {
        let evil = "a\nb\r\u{1B}[2J\u{85}\u{2028}\u{202E}\u{0}\u{7F}\u{E0001} x=\"y\" \\"
        let lines = written(format) { $0.info("\(evil)", metadata: [evil: .string(evil)]) }
        #expect(lines.unicodeScalars.filter { $0.properties.generalCategory == .control } == ["\n"])
        #expect(!lines.unicodeScalars.contains { ["\u{2028}", "\u{202E}", "\u{E0001}"].contains($0) })
        #expect(lines.contains(#"\n"#) && lines.contains(#"\u001b[2J\u0085\u2028\u202e\u0000\u007f\udb40\udc01"#))
    }

    @Test(
        "A value is quoted when a reader could not tell where it ends",
        arguments: [
            ("a b", "k=\"a b\""), ("a=b", "k=\"a=b\""), ("", "k=\"\""), ("a\"b", #"k="a\"b""#), ("é/ß", "k=é/ß"),
        ])
    func quotes(value: String, shown: String) {
        #expect(written(.text) { $0.info("m", metadata: ["k": .string(value)]) }.hasSuffix(" m \(shown)\n"))
    }

    @Test("What is below the level is not written, and the call's data wins over the logger's")
    func levels() {
        let lines = written(.text) { logger in
            logger.debug("quiet")
            var logger = logger
            logger[metadataKey: "k"] = "logger"
            logger[metadataKey: "l"] = "logger"
            logger.info("m", metadata: ["k": "call"])
        }
        #expect(lines == "1970-01-01T00:00:01.500Z info m k=call l=logger\n")
    }

    private func written(_ format: LoggingFormat, _ log: (Logger) -> Void) -> String {
        let lines = Lines()
        log(
            Logger(label: "test") { _ in
                LoggingHandler(
                    level: .info, format: format, now: { Date(timeIntervalSince1970: 1.5) }, write: { lines.append($0) }
                )
            })
        return lines.text
    }
}

private final class Lines: Sendable {
    private let held = Mutex("")

    var text: String { held.withLock { $0 } }

    func append(_ line: String) { held.withLock { $0 += line } }
}
