import HTTPTypes
import Testing

@testable import Management

/// The document and the code say the same. Answers are held against it wherever a test asks: `Rig.ask` does.
@Suite struct OpenAPIDocumentTests {
    private let document: OpenAPIDocument

    init() throws { document = try #require(OpenAPIDocument.served) }

    @Test("It is served to everybody, as it stands beside the code") func served() async throws {
        let reply = try await Rig().ask(.get, "/api/openapi.yaml", as: .nobody)
        #expect((reply.status, reply.fields[.contentType]) == (200, "application/yaml"))
        #expect(reply.body.hasPrefix("openapi: 3.1.0\n"))
    }

    @Test("Every route is described, and nothing else is") func routes() {
        let described = Set(document.operations.map { "\($0.method) \($0.template)" })
        let routed = Set(Route.table.routes.map { "\($0.method.rawValue) \($0.template)" })
        #expect(described.subtracting(routed).isEmpty)
        #expect(routed.subtracting(described).isEmpty)
    }

    @Test("The places of each path and the parameters of each query are described, and nothing else is")
    func parameters() throws {
        for route in Route.table.routes {
            let operation = try #require(document.operation(route))
            let named = { (place: String) in
                Set(operation.parameters.filter { $0["in"]?.text == place }.compactMap { $0["name"]?.text })
            }
            let places = route.pattern.text.split(separator: "/").filter { $0.first == ":" }.map {
                String($0.dropFirst())
            }
            #expect(named("path") == Set(places), "\(route.method) \(route.template)")
            #expect(named("query") == Set(route.query.map(\.name)), "\(route.method) \(route.template)")
        }
    }

    @Test("The members of each body are described with their types, and nothing else is") func bodies() throws {
        for route in Route.table.routes {
            let operation = try #require(document.operation(route))
            let schema = document.body(of: operation)
            #expect((schema == nil) == (route.body == nil), "\(route.method) \(route.template)")
            if let schema, let body = route.body { compare(body, schema, "\(route.method) \(route.template)") }
        }
    }

    @Test("Who may ask, what may be too much, and what may be stale is described") func answers() throws {
        for route in Route.table.routes {
            let operation = try #require(document.operation(route))
            let statuses = Set(operation.node["responses"]?.members.keys.map { $0 } ?? [])
            switch route.handler {
            case .open: #expect(operation.node["security"]?.elements.isEmpty == true)
            case .token(let access, _, _):
                #expect(statuses.isSuperset(of: ["200", "400", "401", "429", "500", "503"]))
                #expect(statuses.contains("403") == (access == .operatorToken))
                #expect(statuses.isSuperset(of: ["413", "415"]) == (route.body != nil))
                let takesTags = operation.parameters.contains { $0["name"]?.text == "If-Match" }
                #expect(statuses.contains("412") == takesTags, "\(route.method) \(route.template)")
            }
        }
    }

    private func compare(_ fields: [DeclaredField], _ schema: DocumentSchema, _ place: String) {
        let properties = schema.properties
        #expect(Set(fields.map(\.name)) == Set(properties.keys), "\(place)")
        #expect(Set(fields.filter(\.isRequired).map(\.name)) == schema.required, "\(place)")
        for field in fields {
            guard let property = properties[field.name] else { continue }
            let types = field.shape.types.union(field.isNullable ? ["null"] : [])
            #expect(property.types == types, "\(place) \(field.name)")
            if !field.within.isEmpty { compare(field.within, property.inner, "\(place) \(field.name)") }
        }
    }
}

extension FieldShape {
    fileprivate var types: Set<String> {
        switch self {
        case .text: ["string"]
        case .number: ["integer"]
        case .flag: ["boolean"]
        case .list: ["array"]
        case .object: ["object"]
        case .either(let shapes): shapes.reduce(into: []) { $0.formUnion($1.types) }
        }
    }
}
