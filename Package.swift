// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "casement",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CHiredis", pkgConfig: "hiredis", providers: [.apt(["libhiredis-dev"])]),
        .systemLibrary(name: "CIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),
        .systemLibrary(name: "CPSL", pkgConfig: "libpsl", providers: [.apt(["libpsl-dev"])]),
        .target(
            name: "Domain",
            dependencies: ["CIDN2", "CPSL", .product(name: "HashTreeCollections", package: "swift-collections")],
            swiftSettings: strict),
        .target(
            name: "Directory", dependencies: ["Domain", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .testTarget(
            name: "DirectoryTests", dependencies: ["Directory", "Domain", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .target(name: "OriginPolicy", dependencies: ["Domain"], swiftSettings: strict),
        .target(name: "CasementTesting", swiftSettings: strict),
        .testTarget(name: "DomainTests", dependencies: ["Domain", "CasementTesting"], swiftSettings: strict),
        .testTarget(name: "OriginPolicyTests", dependencies: ["OriginPolicy", "Domain"], swiftSettings: strict),
    ]
)
