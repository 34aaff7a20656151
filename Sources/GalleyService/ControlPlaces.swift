public import GalleyDelivery
internal import Glibc

/// Where the sockets of running services are.
public struct ControlPlaces: Sendable {
    private let environment: Environment
    private let system: Path

    /// The places as systemd and the environment give them.
    public init(_ environment: Environment = .process) { self.init(environment, system: Path("/run/galley")) }

    init(_ environment: Environment, system: Path) { (self.environment, self.system) = (environment, system) }

    /// The folder that systemd made for this very service (RuntimeDirectory=).
    private var own: Path? {
        environment["RUNTIME_DIRECTORY"]?.split(separator: ":").first.map { Path(String($0)) }
    }

    /// Where the service of a pipeline listens: in its runtime folder under systemd, else in its spool.
    public func server(name: String, spool: Path) -> Path {
        own?.file(Path(name + ".sock")) ?? spool.file(Path(".galley.sock"))
    }

    /// Where the service of a pipeline may be found, the likeliest place first.
    public func candidates(name: String, spool: Path) -> [Path] {
        folders.map { $0.file(Path(name + ".sock")) } + [spool.file(Path(".galley.sock"))]
    }

    /// The sockets of all services that are found without their pipelines: those under systemd.
    public var all: [Path] {
        folders.flatMap { folder in Self.names(in: folder).filter { $0.hasEnding(".sock") }.map(folder.file) }
    }

    /// The runtime folders: one's own alone, if there is one; else the system's and the user's, and those in them.
    private var folders: [Path] {
        if let own { return [own] }
        let user = environment["XDG_RUNTIME_DIR"].map { Path($0).file(Path("galley")) }
        return ([system] + [user].compactMap(\.self)).flatMap { folder in
            [folder] + Self.names(in: folder).filter { !$0.hasEnding(".sock") }.map(folder.file)
        }
    }

    /// The names in a folder in order, none if it cannot be listed.
    private static func names(in folder: Path) -> [Path] {
        let entries = (try? Folder(folder))?.sortedNames
        return entries ?? []
    }
}

extension Folder {
    fileprivate var sortedNames: [Path] {
        let names = ((try? entries()) ?? []).map(\.name)
        return names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }
}
