internal import GalleyDelivery
internal import Glibc

/// A listening socket at a path, which goes when the socket does.
struct UnixListener {
    let descriptor: Descriptor
    private let path: Path
    private let identity: (UInt, UInt)

    /// Listens at a path; owner and group may connect.
    ///
    /// A socket that a process left there is removed.
    ///
    /// - Throws: `SystemFailure` with EADDRINUSE if somebody listens there, or something else has the name.
    init(_ path: Path) throws(SystemFailure) {
        let address = try UnixAddress(path)
        guard let descriptor = Descriptor(socket: AF_UNIX, SOCK_STREAM) else { throw SystemFailure(.listen, path) }
        var code = unsafe address.withAddress { unsafe bind(descriptor.number, $0, $1) }
        if code != 0, errno == EADDRINUSE {
            guard Self.isAbandoned(path, address) else { throw SystemFailure(.listen, path, EADDRINUSE) }
            _ = unsafe path.withCString { unsafe unlink($0) }
            code = unsafe address.withAddress { unsafe bind(descriptor.number, $0, $1) }
        }
        guard code == 0 else { throw SystemFailure(.listen, path) }
        // Nobody can connect before it listens, so the mode comes in time.
        guard unsafe path.withCString({ unsafe chmod($0, 0o660) }) == 0, let identity = Self.identity(of: path),
            listen(descriptor.number, 16) == 0
        else { throw SystemFailure(.listen, path) }
        descriptor.stopWaiting()
        (self.descriptor, self.path, self.identity) = (descriptor, path, identity)
    }

    /// Whether a socket is there at which nobody listens.
    private static func isAbandoned(_ path: Path, _ address: UnixAddress) -> Bool {
        guard identity(of: path) != nil, let probe = Descriptor(socket: AF_UNIX, SOCK_STREAM) else { return false }
        // Somebody whose queue is full listens too.
        probe.stopWaiting()
        return unsafe address.withAddress { unsafe connect(probe.number, $0, $1) } != 0 && errno == ECONNREFUSED
    }

    /// The socket at a path; `nil` if there is none.
    private static func identity(of path: Path) -> (UInt, UInt)? {
        var facts = stat()
        guard unsafe path.withCString({ unsafe lstat($0, &facts) }) == 0, facts.st_mode & S_IFMT == S_IFSOCK
        else { return nil }
        return (UInt(facts.st_dev), UInt(facts.st_ino))
    }

    /// Removes the socket from its folder, unless another process has put its own there.
    func remove() {
        guard let there = Self.identity(of: path), there == identity else { return }
        _ = unsafe path.withCString { unsafe unlink($0) }
    }
}
