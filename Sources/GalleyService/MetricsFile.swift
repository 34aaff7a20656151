public import GalleyDelivery
internal import Glibc

/// A file of metrics that node_exporter's textfile collector reads.
public struct MetricsFile: Sendable {
    /// Where it is; the collector takes names that end in `.prom`.
    public let path: Path

    /// Names the file.
    public init(_ path: Path) { self.path = path }

    /// Writes the metrics in the place of the last, so that a reader sees either whole; everybody may read them.
    ///
    /// They are not made to survive a loss of power: they would tell of a process that is gone.
    public func write(_ metrics: Metrics) throws(SystemFailure) {
        // A name that a process which was killed leaves is used again by the next.
        let draft = path.adding(".tmp")
        let bytes = Array(metrics.text.utf8)
        let number = unsafe draft.withCString { name in
            again { unsafe open(name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o644) }
        }
        guard number >= 0 else { throw SystemFailure(.create, draft) }
        let file = Descriptor(number)
        guard fchmod(file.number, 0o644) == 0 else { throw SystemFailure(.write, draft) }
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
        let code = unsafe draft.withCString { old in unsafe path.withCString { unsafe rename(old, $0) } }
        guard code == 0 else { throw SystemFailure(.move, draft) }
    }
}
