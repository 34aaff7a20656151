internal import GalleyDelivery
internal import Glibc

/// The address of a socket on this machine: a path, or a name in the abstract namespace (unix(7)).
struct UnixAddress {
    private var address = sockaddr_un()
    private let length: socklen_t
    /// The folder through which a path is reached that is too long for the system.
    private let folder: Descriptor?

    /// How many bytes a path may have, without the zero behind it.
    private static let longestPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

    /// The address at a path.
    ///
    /// - Throws: `SystemFailure` with ENAMETOOLONG if its name alone is longer than the system takes.
    init(_ path: Path) throws(SystemFailure) {
        guard path.bytes.count > Self.longestPath else {
            self.init(bytes: path.bytes + [0], folder: nil)
            return
        }
        let number = unsafe path.folder.withCString { name in
            again { unsafe open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        }
        guard number >= 0 else { throw SystemFailure(.open, path.folder) }
        let folder = Descriptor(number)
        let short = Path("/proc/self/fd/\(number)").file(path.last)
        guard short.bytes.count <= Self.longestPath else { throw SystemFailure(.create, path, ENAMETOOLONG) }
        self.init(bytes: short.bytes + [0], folder: folder)
    }

    /// The address in `$NOTIFY_SOCKET`: a path, or an abstract name behind `@`; `nil` for any other.
    init?(notify name: String) {
        let bytes = Array(name.utf8)
        guard bytes.count > 1, bytes.count <= Self.longestPath else { return nil }
        switch bytes[0] {
        case 0x2F: self.init(bytes: bytes + [0], folder: nil)
        case 0x40: self.init(bytes: [0] + bytes.dropFirst(), folder: nil)
        default: return nil
        }
    }

    private init(bytes: [UInt8], folder: Descriptor?) {
        self.folder = folder
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? MemoryLayout<sa_family_t>.size
        length = socklen_t(start + bytes.count)
    }

    /// Calls `body` with the address as C takes it.
    func withAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withExtendedLifetime(folder) {
            unsafe withUnsafePointer(to: address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
            }
        }
    }
}
