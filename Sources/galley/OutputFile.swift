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
        try Draft.write(for: file.path) { (descriptor) throws(Failure) in
            try Output.write(bytes.span, to: descriptor, file.path.quoted)
            try calling { () throws(SystemFailure) in try file.passAccess(to: descriptor) }
        } take: { (draft) throws(Failure) in
            let code = unsafe draft.withCString { from in unsafe file.path.withCString { unsafe rename(from, $0) } }
            guard code == 0 else { throw .system(SystemFailure(.create, file.path)) }
        }
    }
}
