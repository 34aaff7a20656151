public import GalleyText
internal import Glibc

/// The memory of one run of a command: whatever it cleaned so far, in a folder for temporary files that goes with it.
public final class RunMemory: ArticleMemory {
    private let index: ArticleIndex
    private var batch: BatchMemory
    private var number = 0

    /// So many articles are looked up in memory before they are written.
    private static let many = 1 << 12

    /// Makes an empty memory below `TMPDIR`.
    public init() throws(SystemFailure) {
        let parent = unsafe getenv("TMPDIR").map { unsafe Path(String(cString: $0)) } ?? Path("/tmp")
        index = try ArticleIndex(parent.file(Path("galley-\(getpid())-\(randomID())")), keeping: 36_500)
        batch = BatchMemory(index)
    }

    deinit { index.removeFiles() }

    /// Looks among all articles of the run.
    public func closest(to sketch: Sketch, days: Int) -> Resemblance? { batch.closest(to: sketch, days: days) }

    /// Notes an article.
    ///
    /// Where it cannot be written, it stays in memory.
    public func remember(_ sketch: Sketch, as name: String) {
        batch.remember(sketch, as: name)
        guard batch.entries.count.isMultiple(of: Self.many) else { return }
        number += 1
        do throws(SystemFailure) {
            try index.add(batch, as: "\(number)")
            batch = BatchMemory(index)
        } catch {}
    }
}
