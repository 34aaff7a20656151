internal import GalleyDelivery
internal import Glibc

/// A file that an option or operand names: it is written whole or not at all, and links to it stay.
struct OutputFile {
    private let file: NamedFile

    /// Looks whether it can be there, before the work is done that would be lost.
    init(_ path: Path) throws(Failure) {
        file = try calling { () throws(SystemFailure) in try NamedFile(path) }
        var facts = stat()
        let code = unsafe file.path.folder.withCString { unsafe stat($0, &facts) }
        guard code == 0, facts.st_mode & S_IFMT == S_IFDIR else {
            throw .system(SystemFailure(.create, path, code == 0 ? ENOTDIR : errno))
        }
    }

    func write(_ bytes: [UInt8]) throws(Failure) {
        let draft = file.path.folder.file(Path(".galley-\(getpid()).tmp"))
        let descriptor = unsafe draft.withCString {
            unsafe open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
        }
        guard descriptor >= 0 else { throw .system(SystemFailure(.create, file.path)) }
        defer { _ = unsafe draft.withCString { unsafe unlink($0) } }
        do throws(Failure) {
            try Output.write(bytes.span, to: descriptor, file.path.quoted)
            try calling { () throws(SystemFailure) in try file.passAccess(to: descriptor) }
        } catch {
            close(descriptor)
            throw error
        }
        // A network file system may say only now that there is no room.
        guard close(descriptor) == 0 else { throw .system(SystemFailure(.write, file.path)) }
        let code = unsafe draft.withCString { from in unsafe file.path.withCString { unsafe rename(from, $0) } }
        guard code == 0 else { throw .system(SystemFailure(.create, file.path)) }
    }
}
