import Domain
import Yams

@testable import Management

/// The API's document, as far as it can be held against what the code does.
struct OpenAPIDocument: Sendable {
    /// One method of an address.
    struct Operation {
        let method: String
        let template: String
        let node: DocumentNode
        /// Those of the address and of the method.
        let parameters: [DocumentNode]
    }

    /// What the program serves; nil when it is no YAML.
    static let served = (try? Yams.compose(yaml: String(decoding: PackageResources.openapi_yaml, as: UTF8.self)))
        .flatMap { $0 }.map { OpenAPIDocument(root: DocumentNode($0)) }

    private let root: DocumentNode

    /// Every operation.
    var operations: [Operation] {
        (root["paths"]?.members ?? [:]).flatMap { template, address in
            address.members.filter { $0.key != "parameters" }.map { method, node in
                let parameters = (address["parameters"]?.elements ?? []) + (node["parameters"]?.elements ?? [])
                return Operation(
                    method: method.uppercased(), template: template, node: node,
                    parameters: parameters.map(resolved))
            }
        }
    }

    /// The operation of a route.
    func operation(_ route: Route) -> Operation? {
        operations.first { $0.method == route.method.rawValue && $0.template == route.template }
    }

    /// What a reference within the document means (RFC 6901); anything else means itself.
    func resolved(_ node: DocumentNode) -> DocumentNode {
        guard let reference = node["$ref"]?.text else { return node }
        let target = reference.split(separator: "/").dropFirst().reduce(Optional(root)) { $0?[String($1)] }
        return target.map(resolved) ?? .map([:])
    }

    /// The schema of the body that an operation takes.
    func body(of operation: Operation) -> DocumentSchema? {
        operation.node["requestBody"].flatMap { schema(within: $0) }
    }

    /// What of an answer the document does not say.
    func faults(of reply: Reply, to route: Route) -> [String] {
        guard let operation = operation(route) else { return ["\(route.template) is not described"] }
        guard let answer = operation.node["responses"]?[String(reply.status)] else {
            return ["\(route.template) does not answer \(reply.status)"]
        }
        return schema(within: answer)?.faults(of: reply.json, at: route.template) ?? []
    }

    private func schema(within node: DocumentNode) -> DocumentSchema? {
        resolved(node)["content"]?["application/json"]?["schema"].map { DocumentSchema($0, self) }
    }
}

extension Route {
    /// The address as the document writes it.
    var template: String {
        pattern.text.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.first == ":" ? "{\($0.dropFirst())}" : String($0) }.joined(separator: "/")
    }
}
