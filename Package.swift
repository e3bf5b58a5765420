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
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0")
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
        .target(name: "OpenSSLCrypto", dependencies: ["COpenSSL"], swiftSettings: strict),
        .target(name: "TokenVerification", dependencies: ["OpenSSLCrypto", "Domain"], swiftSettings: strict),
        .target(
            name: "CasementTesting", dependencies: ["TokenVerification", "OpenSSLCrypto", "Domain"],
            swiftSettings: strict),
        .testTarget(
            name: "OpenSSLCryptoTests", dependencies: ["OpenSSLCrypto", "CasementTesting"], swiftSettings: strict),
        .testTarget(
            name: "TokenVerificationTests",
            dependencies: ["TokenVerification", "OpenSSLCrypto", "Domain", "CasementTesting"], swiftSettings: strict),
    ]
)
