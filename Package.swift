// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    // As `build_release` has it for all packages: tests run with the checks of exclusive access, what they tried without.
    .unsafeFlags(["-enforce-exclusivity=unchecked", "-cross-module-optimization"], .when(configuration: .release)),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHPACK = Target.Dependency.product(name: "NIOHPACK", package: "swift-nio-http2")
let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let treeCollections = Target.Dependency.product(name: "HashTreeCollections", package: "swift-collections")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

func library(_ name: String, _ dependencies: Target.Dependency..., resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: Target.Dependency..., resources: [Resource] = []) -> Target {
    .executableTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies + ["CasementTesting"], swiftSettings: strict)
}

/// A program that libFuzzer drives, and whose `main` it brings.
func fuzzer(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .executableTarget(
        name: "Fuzz" + name, dependencies: dependencies, path: "Tests/Fuzz/\(name)",
        swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])])
}

let package = Package(
    name: "casement",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "casement", targets: ["casement"]),
        .executable(name: "casement-demo", targets: ["CasementDemo"]),
        .executable(name: "casement-demo-data", targets: ["CasementDemoData"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CHiredis", pkgConfig: "hiredis", providers: [.apt(["libhiredis-dev"])]),
        .systemLibrary(name: "CIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),
        .systemLibrary(name: "CPSL", pkgConfig: "libpsl", providers: [.apt(["libpsl-dev"])]),

        library("Domain", "CIDN2", "CPSL", treeCollections),
        library("HTTPWire", nioCore),
        library("OriginPolicy", "Domain"),
        library("OpenSSLCrypto", "COpenSSL"),
        library("TokenVerification", "OpenSSLCrypto", "Domain"),
        library("SignIn", "TokenVerification", "OriginPolicy", "Domain"),
        library("RedisClient", "CHiredis", nioCore, nioPosix),
        library("Sessions", "RedisClient", "OpenSSLCrypto", "Domain", nioCore),
        library("Directory", "OpenSSLCrypto", "Domain", grdb),
        library(
            "Gateway", "HTTPWire", "SignIn", "TokenVerification", "Sessions", "OriginPolicy", "OpenSSLCrypto", "Domain",
            nioCore, nioHPACK, nioHTTP2, nioPosix, nioSSL, nioTLS, logging, metrics),
        library(
            "Management", "SignIn", "OriginPolicy", "TokenVerification", "Sessions", "Directory", "OpenSSLCrypto",
            "Domain", httpTypes, hummingbird, hummingbirdCore, logging, mustache, nioCore, nioPosix, serviceLifecycle,
            resources: [.embedInCode("openapi.yaml"), .embedInCode("Console/Pages")]),
        library(
            "CasementApp", "Gateway", "Management", "HTTPWire", "SignIn", "TokenVerification", "Sessions",
            "RedisClient", "Directory", "OpenSSLCrypto", "Domain", asyncHTTPClient, nioCore, nioHTTP1, nioPosix, nioSSL,
            logging, serviceLifecycle,
            unixSignals, yams),
        program(
            "casement", "CasementApp", "Management", "SignIn", "OriginPolicy", "TokenVerification", "OpenSSLCrypto",
            "Sessions",
            "Directory", "Domain", argumentParser),
        program(
            "CasementDemo", "OpenSSLCrypto", argumentParser, asyncHTTPClient, httpTypes, hummingbird, logging, mustache,
            nioCore, nioHTTP1, resources: [.embedInCode("Pages")]),
        program(
            "CasementDemoData", "TokenVerification", "OpenSSLCrypto", "Directory", "Domain", argumentParser),
        library("CasementTesting", "TokenVerification", "OpenSSLCrypto", "Domain", nioCore, nioPosix, nioSSL),

        tests("Domain", "Domain"),
        tests("HTTPWire", "HTTPWire", nioCore),
        tests("OriginPolicy", "OriginPolicy", "Domain"),
        tests("OpenSSLCrypto", "OpenSSLCrypto"),
        tests("TokenVerification", "TokenVerification", "OpenSSLCrypto", "Domain"),
        tests("SignIn", "SignIn", "OriginPolicy", "TokenVerification", "Domain"),
        tests("RedisClient", "RedisClient", nioCore, nioEmbedded, nioPosix),
        tests("Sessions", "Sessions", "RedisClient", "Domain", nioCore, nioPosix),
        tests("Directory", "Directory", "OpenSSLCrypto", "Domain", grdb),
        tests(
            "Gateway", "Gateway", "HTTPWire", "SignIn", "TokenVerification", "Sessions", "RedisClient",
            "OpenSSLCrypto", "Domain", logging, nioCore, nioHPACK, nioHTTP2, nioPosix, nioSSL),
        tests(
            "Management", "Management", "SignIn", "TokenVerification", "Sessions", "Directory", "OpenSSLCrypto",
            "Domain",
            httpTypes,
            hummingbird, hummingbirdTesting, logging, nioCore, serviceLifecycle, yams),
        tests(
            "CasementApp", "CasementApp", "Gateway", "HTTPWire", "TokenVerification", "Sessions", "RedisClient",
            "OpenSSLCrypto", "Directory", "Domain", logging, nioCore, nioPosix, nioSSL),
        tests("CasementDemo", "CasementDemo", "OpenSSLCrypto", httpTypes, hummingbird, hummingbirdTesting, nioCore),
        tests("CasementDemoData", "CasementDemoData", "Directory", "Domain"),
    ]
)

// Set by scripts/fuzz alone: what it builds has no `main` without libFuzzer.
if Context.environment["CASEMENT_FUZZ"] != nil {
    package.targets += [
        .target(
            name: "FuzzHTTP", dependencies: ["HTTPWire", nioCore], path: "Tests/Fuzz/HTTP", swiftSettings: strict),
        fuzzer("RequestHead", "FuzzHTTP", "HTTPWire", nioCore),
        fuzzer("ResponseHead", "FuzzHTTP", "HTTPWire", nioCore),
        fuzzer("ChunkedBody", "FuzzHTTP", "HTTPWire", nioCore),
        fuzzer("Token", "TokenVerification", "OpenSSLCrypto", "Domain"),
        fuzzer("Claims", "TokenVerification", "OpenSSLCrypto", "Domain"),
        fuzzer("Origin", "Domain"),
        fuzzer("Cookie", "Gateway", "Sessions", "HTTPWire", "Domain", nioCore),
    ]
}
