internal import Glibc

/// What the system knows of a file beside its content.
public struct FileStatus: Sendable, Equatable {
    /// What kinds of things have names.
    public enum Kind: String, Sendable {
        case file, folder
        case link = "symbolic link"
        case fifo = "FIFO"
        case socket, device
    }

    /// What it is.
    public let kind: Kind
    /// The size in bytes.
    public let size: Int
    /// How many names the file has.
    public let links: Int
    /// When the content changed last, in nanoseconds since 1970 by the clock of the filesystem.
    public let modified: Int64
    /// When the content, name or owner changed last, by the same clock.
    public let changed: Int64
    /// The filesystem.
    public let device: UInt
    /// The file in its filesystem.
    public let number: UInt

    init(_ facts: stat) {
        kind =
            switch facts.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            case S_IFIFO: .fifo
            case S_IFSOCK: .socket
            default: .device
            }
        (size, links) = (Int(facts.st_size), Int(facts.st_nlink))
        modified = Int64(facts.st_mtim.tv_sec) * 1_000_000_000 + Int64(facts.st_mtim.tv_nsec)
        changed = Int64(facts.st_ctim.tv_sec) * 1_000_000_000 + Int64(facts.st_ctim.tv_nsec)
        (device, number) = (UInt(facts.st_dev), UInt(facts.st_ino))
    }
}
