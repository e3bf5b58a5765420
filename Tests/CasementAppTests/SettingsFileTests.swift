import Testing

@testable import CasementApp

@Suite struct SettingsFileTests {
    @Test(
        "What is wrong with a file is said with its line",
        arguments: [
            ("gateway:\n  listn: x\n", "c.yaml:2: gateway.listn: is not a setting; did you mean gateway.listen?"),
            ("nothing_like_it: 1\n", "c.yaml:1: nothing_like_it: is not a setting"),
            ("gateway:\n  tls:\n    cert: x\n", "c.yaml:3: gateway.tls.cert: is not a setting"),
            ("gateway: 8080\n", "c.yaml:1: gateway: is a section: write its keys below it"),
            ("gateway:\n  tls: [a]\n", "c.yaml:2: gateway.tls: is a section: write its keys below it"),
            ("- a\n", "c.yaml:1: is not YAML with sections such as gateway"),
            ("gateway:\n  listen: {a: b}\n", "c.yaml:2: gateway.listen: takes a value or a list of values"),
            ("gateway:\n  listen: [a, b]\n", "c.yaml:2: gateway.listen: takes one value, not a list"),
            ("gateway:\n  hosts:\n  - [a]\n", "c.yaml:2: gateway.hosts: takes a value or a list of values"),
            ("gateway:\n  listen:\n", "c.yaml:2: gateway.listen: has no value; leave it out for the default"),
            (
                "log:\n  level: info\n  format: text\n  level: debug\n",
                "c.yaml:2: level is repeated; it stands here first"
            ),
            ("log: {}\nlog: {}\n", "c.yaml:1: log is repeated; it stands here first"),
            ("log:\n  level: info\nlog.level: debug\n", "c.yaml:3: log.level: is repeated"),
            ("log:\n\tlevel: info\n", "c.yaml:2: is not YAML: found character that cannot start any token"),
            ("\"log\\e[2J\": 1\n", "c.yaml:1: log\\u001b[2J: is not a setting"),
            ("<<: {log: {}}\n", "c.yaml:1: <<: is not a setting"),
        ])
    func wrong(yaml: String, problem: String) { #expect(problems(yaml) == [problem]) }

    @Test(
        "Empty files, empty sections, comments and dotted names are fine",
        arguments: [
            "", "# nothing\n", "gateway:\n", "gateway:\n  tls:\n", "log.level: debug\n", "gateway: {tls: ~}\n",
        ])
    func fine(yaml: String) { #expect(problems(yaml) == []) }

    @Test("A list is a YAML sequence or a text with commas")
    func lists() throws {
        for yaml in [
            "a.example, b.example:8080", "[a.example, 'B.example:8080']", "\n  - a.example\n  - b.example:8080",
        ] {
            #expect(try load("gateway:\n  hosts: \(yaml)\n").gateway.hosts == ["a.example", "b.example:8080"])
        }
        #expect(try load("gateway:\n  hosts: []\n").gateway.hosts == [])
        #expect(try load("gateway: {hosts: [a]}", ["CASEMENT_GATEWAY_HOSTS": ""]).gateway.hosts == [])
        #expect(complaint("gateway.hosts", "a,,b") == "has an empty entry")
    }

    @Test("A file that is not there is a problem of its own")
    func missing() {
        do throws(SettingsError) {
            _ = try Settings.load(file: "/nonexistent/c.yaml", environment: [:])
            Issue.record("it was read")
        } catch {
            let expected = "/nonexistent/c.yaml:1: cannot be read as text"
            #expect(error.description == expected)
        }
    }
}
