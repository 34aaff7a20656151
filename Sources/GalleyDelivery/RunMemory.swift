public import GalleyText
internal import Glibc

/// The memory of one run of a command: whatever it cleaned so far, in a folder for temporary files that goes with it.
public final class RunMemory: ArticleMemory {
    private let index: ArticleIndex
    private let batch: BatchMemory

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
    public func remember(_ sketch: Sketch, as name: String) { batch.remember(sketch, as: name) }
}
