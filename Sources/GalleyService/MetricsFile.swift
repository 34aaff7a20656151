public import GalleyDelivery
internal import Glibc

/// A file of metrics that node_exporter's textfile collector reads.
public struct MetricsFile: Sendable {
    /// Where it is, or a link to it; the collector takes names that end in `.prom`.
    public let path: Path

    /// Names the file.
    public init(_ path: Path) { self.path = path }

    /// Writes the metrics in the place of the last, so that a reader sees either whole; a new file everybody may read.
    ///
    /// They are not made to survive a loss of power: they would tell of a process that is gone.
    public func write(_ metrics: Metrics) throws(SystemFailure) {
        let target = try NamedFile(path)
        // A name that a process which was killed leaves is used again by the next.
        let draft = target.path.adding(".tmp")
        let bytes = Array(metrics.text.utf8)
        let number = unsafe draft.withCString { name in
            again { unsafe open(name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o644) }
        }
        guard number >= 0 else { throw SystemFailure(.create, draft) }
        let file = Descriptor(number)
        try target.passAccess(to: file.number, mode: 0o644)
        var start = 0
        while start < bytes.count {
            let count = again {
                unsafe bytes.withUnsafeBytes {
                    unsafe Glibc.write(file.number, $0.baseAddress?.advanced(by: start), $0.count - start)
                }
            }
            guard count > 0 else { throw SystemFailure(.write, draft) }
            start += count
        }
        let code = unsafe draft.withCString { old in unsafe target.path.withCString { unsafe rename(old, $0) } }
        guard code == 0 else { throw SystemFailure(.move, draft) }
    }
}
