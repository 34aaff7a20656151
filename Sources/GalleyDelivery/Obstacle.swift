/// What keeps a spool from going on; it waits, says so, and tries again by itself.
public enum Obstacle: Error, Equatable, Sendable {
    /// The outbox is not there, or not the one that it was.
    case outbox(Path, String)
    /// There is less free space than the pipeline asks for, in bytes.
    case space(Path, free: Int, wanted: Int)
    /// A call failed.
    case system(SystemFailure)
    /// Something in the spool is not as it can be.
    case damage(Path, String)

    /// Its kind, for status and metrics.
    public var name: String {
        switch self {
        case .outbox: "outbox-missing"
        case .space: "disk-full"
        case .system: "system"
        case .damage: "damage"
        }
    }

    /// What it is and what would end it.
    public var message: String {
        switch self {
        case .outbox(let path, let why): "outbox \(path.quoted): \(why)"
        case .space(let path, let free, let wanted):
            "\(path.quoted) has \(free >> 20) MiB free, less than the \(wanted >> 20) of free-space"
        case .system(let failure): failure.message
        case .damage(let path, let why): "\(path.quoted): \(why)"
        }
    }
}

/// Does what may fail in a call, as an obstacle.
func passing<Result: ~Copyable>(_ body: () throws(SystemFailure) -> Result) throws(Obstacle) -> Result {
    do throws(SystemFailure) { return try body() } catch { throw .system(error) }
}
