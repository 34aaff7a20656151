// swift-tools-version: 6.2
import PackageDescription

let upcoming = [
    "ExistentialAny", "MemberImportVisibility", "InternalImportsByDefault", "NonisolatedNonsendingByDefault",
]
let settings: [SwiftSetting] =
    upcoming.map { .enableUpcomingFeature($0) } + [
        .enableExperimentalFeature("Lifetimes"), .treatAllWarnings(as: .error),
    ]
// Regular expressions of the standard library are a megabyte that nothing here uses: see StringParts.swift.
let strict =
    settings + [
        .strictMemorySafety(),
        .unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"]),
    ]

let package = Package(
    name: "galley",
    products: [
        // Loaded into the program by tests.
        .library(name: "galley-preload", type: .dynamic, targets: ["galley-preload"])
    ],
    targets: [
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "CUTF8Proc", providers: [.apt(["libutf8proc-dev"])]),
        .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
        .target(name: "CMasks"),
        .target(name: "GalleyText", dependencies: ["CMasks", "CUTF8Proc", "CNettle"], swiftSettings: strict),
        .target(name: "CCLD2", linkerSettings: [.linkedLibrary("cld2")]),
        .target(
            name: "GalleyStages",
            dependencies: ["GalleyText", "CMasks", "CPCRE2", "CCLD2"],
            swiftSettings: strict
        ),
        .target(
            name: "GalleyPipeline",
            dependencies: ["GalleyText", "GalleyStages", "CMasks", "CYAML"],
            swiftSettings: strict
        ),
        .target(name: "CLinux"),
        .target(
            name: "GalleyDelivery",
            dependencies: ["GalleyText", "GalleyPipeline", "CLinux"],
            swiftSettings: strict
        ),
        .target(
            name: "GalleyService",
            dependencies: ["GalleyText", "GalleyPipeline", "GalleyDelivery", "CLinux"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "galley",
            dependencies: ["GalleyText", "GalleyStages", "GalleyPipeline", "GalleyDelivery", "GalleyService"],
            swiftSettings: strict
        ),
        .target(name: "CAllocations"),
        // Makes system calls fail in tests.
        .executableTarget(name: "galley-faults", path: "Tests/Faults"),
        // Sets its clock in tests, and slows its calls.
        .target(name: "galley-preload", path: "Tests/Preload", publicHeadersPath: "."),
        .executableTarget(
            name: "galley-benchmarks",
            dependencies: ["GalleyText", "GalleyStages", "GalleyPipeline", "GalleyDelivery", "CAllocations", "CLinux"],
            swiftSettings: settings
        ),
        .testTarget(name: "GalleyTextTests", dependencies: ["GalleyText", "CMasks"], swiftSettings: settings),
        .testTarget(
            name: "GalleyStagesTests",
            dependencies: ["GalleyText", "GalleyStages", "GalleyPipeline"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "GalleyPipelineTests",
            dependencies: ["GalleyText", "GalleyStages", "GalleyPipeline"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "GalleyDeliveryTests",
            dependencies: ["GalleyDelivery", "GalleyPipeline", "GalleyStages", "GalleyText"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "GalleyServiceTests",
            dependencies: ["GalleyService", "GalleyText", "GalleyPipeline", "GalleyDelivery"],
            swiftSettings: settings
        ),
        .testTarget(name: "GalleyFaultTests", swiftSettings: settings),
        .testTarget(
            name: "GalleyTests",
            dependencies: [
                "galley", "GalleyText", "GalleyStages", "GalleyPipeline", "GalleyDelivery", "GalleyService",
            ],
            swiftSettings: settings
        ),
    ]
)
