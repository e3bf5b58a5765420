/// `/api/openapi.yaml`: the description of all this, which is part of the program.
enum DocumentEndpoint {
    /// The document as it stands beside the code.
    static func show() -> Answer { Answer(PackageResources.openapi_yaml, type: "application/yaml") }
}
