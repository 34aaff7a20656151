internal import GalleyDelivery
internal import Glibc

/// A file that is written beside the place where it belongs, so that it appears there whole or not at all.
enum Draft {
    /// Writes a draft, and has it taken when it is whole.
    ///
    /// - Parameters:
    ///   - number: tells drafts from each other that are written at the same time.
    ///   - fill: writes to the descriptor.
    ///   - take: gives the draft the name of the file.
    static func write(
        for file: Path,
        number: Int = 0,
        _ fill: (Int32) throws(Failure) -> Void,
        take: (Path) throws(Failure) -> Void
    ) throws(Failure) {
        let draft = file.folder.file(Path(".galley-\(getpid())-\(number).tmp"))
        let descriptor = unsafe draft.withCString {
            unsafe open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
        }
        guard descriptor >= 0 else { throw .system(SystemFailure(.create, file)) }
        defer { _ = unsafe draft.withCString { unsafe unlink($0) } }
        do throws(Failure) { try fill(descriptor) } catch {
            close(descriptor)
            throw error
        }
        // A network file system may say only now that there is no room.
        guard close(descriptor) == 0 else { throw .system(SystemFailure(.write, file)) }
        try take(draft)
    }
}
