internal import GalleyDelivery
internal import Glibc

/// The folder that `-o` names: files appear in it whole or not at all, and none in place of an article.
final class OutputFolder {
    private let path: Path
    /// Replace what an earlier run left there.
    private let replaces: Bool
    /// The articles that are read.
    private let inputs: Set<FileIdentity>
    /// What was written, and from which input.
    private var written: [Path: Path] = [:]
    /// How many files are being written.
    private var drafts = 0

    /// Makes the folder, with those above it, if it is not there.
    init(_ path: Path, replaces: Bool, inputs: [Path]) throws(Failure) {
        (self.path, self.replaces) = (path, replaces)
        self.inputs = Set(inputs.compactMap { $0.isDash ? nil : FileIdentity($0) })
        try Self.make(path)
    }

    /// Makes a folder, with those above it.
    static func make(_ path: Path) throws(Failure) {
        if unsafe path.withCString({ unsafe mkdir($0, 0o777) }) == 0 { return }
        if errno == ENOENT, path.folder != path, path.bytes.contains(0x2F) {
            try make(path.folder)
            if unsafe path.withCString({ unsafe mkdir($0, 0o777) }) == 0 { return }
        }
        let code = errno
        var facts = stat()
        let isThere = unsafe path.withCString { unsafe stat($0, &facts) } == 0
        if isThere, facts.st_mode & S_IFMT == S_IFDIR { return }
        throw .system(SystemFailure(.create, path, isThere ? ENOTDIR : code))
    }

    /// Writes the copy of `input`, and its record beside it if there is one.
    ///
    /// - Throws: `Failure`; then neither is there, or both are as they were.
    func write(_ name: Path, of input: Path, copy: [UInt8], record: [UInt8]) throws(Failure) {
        let sidecar = name.records[0]
        var hasRecord = false
        do throws(Failure) {
            try write(name, of: input) { write throws(Failure) in
                try write(copy)
            } whole: { () throws(Failure) in
                guard !record.isEmpty else { return }
                // It gets its name first, so that there is no copy without it, and not before there is room for both.
                try write(sidecar, of: input) { write throws(Failure) in try write(record) }
                hasRecord = true
            }
        } catch {
            if hasRecord { _ = unsafe path.file(sidecar).withCString { unsafe unlink($0) } }
            throw error
        }
    }

    /// Writes a file piece by piece; it appears when `fill` and `whole` are done, and not at all if either throws.
    ///
    /// - Parameter whole: is called when all of it is written, and it lacks only its name.
    func write(
        _ name: Path,
        of input: Path,
        _ fill: (_ write: ([UInt8]) throws(Failure) -> Void) throws(Failure) -> Void,
        whole: () throws(Failure) -> Void = {}
    ) throws(Failure) {
        let file = path.file(name)
        try check(file, input)
        drafts += 1
        defer { drafts -= 1 }
        try Draft.write(for: file, number: drafts) { (descriptor) throws(Failure) in
            try fill { (bytes) throws(Failure) in try Output.write(bytes.span, to: descriptor, file.quoted) }
        } take: { (draft) throws(Failure) in
            try whole()
            try move(draft, to: file)
        }
        written[file] = input
    }

    private func check(_ file: Path, _ input: Path) throws(Failure) {
        if let other = written[file] {
            throw .inTheWay("\(file.quoted) holds the copy of \(other.quoted); that of \(input.quoted) has no place")
        }
        guard let there = FileIdentity(file) else { return }
        guard !inputs.contains(there) else {
            throw .inTheWay("\(file.quoted) is itself an article; name another folder with -o")
        }
        guard replaces else { throw .inTheWay("\(file.quoted) is there already; --force replaces it") }
        // A copy may take the place of a file, not of a device or whatever else has a name.
        _ = try calling { () throws(SystemFailure) in try NamedFile(file) }
    }

    /// Gives the draft its name; without `--force` it never takes the place of a file that came in the meantime.
    private func move(_ draft: Path, to file: Path) throws(Failure) {
        let code = unsafe draft.withCString { from in
            unsafe file.withCString { to in unsafe replaces ? rename(from, to) : link(from, to) }
        }
        if code == 0 { return }
        guard !replaces, [EPERM, EOPNOTSUPP, ENOSYS].contains(errno) else {
            throw .system(SystemFailure(.create, file))
        }
        // A file system without hard links.
        guard FileIdentity(file) == nil else { throw .inTheWay("\(file.quoted) is there already") }
        let renamed = unsafe draft.withCString { from in unsafe file.withCString { to in unsafe rename(from, to) } }
        guard renamed == 0 else { throw .system(SystemFailure(.create, file)) }
    }
}
