internal import Glibc

/// A file that somebody names to have it written anew: links are followed, and who may read it stays as it was.
package struct NamedFile: Sendable {
    /// Where it is, behind all links; a draft beside it takes its place by a rename.
    package let path: Path
    /// What is there.
    private let there: (mode: mode_t, owner: uid_t, group: gid_t)?

    /// Looks where the name leads, also where nothing is there yet.
    ///
    /// - Throws: `SystemFailure`, with EEXIST for a device, a folder or whatever else is no file.
    package init(_ path: Path) throws(SystemFailure) {
        var facts = stat()
        let code = unsafe path.withCString { path in again { unsafe stat(path, &facts) } }
        guard code == 0 || errno == ENOENT else { throw SystemFailure(.create, path) }
        let kind = FileStatus(facts).kind
        guard code != 0 || kind == .file else {
            throw SystemFailure(.create, "\(path.quoted), which is a \(kind.rawValue)", EEXIST)
        }
        there = code == 0 ? (facts.st_mode & 0o7777, facts.st_uid, facts.st_gid) : nil
        var path = path
        for _ in 0..<40 {
            guard let target = try Self.target(ofLink: path) else {
                self.path = path
                return
            }
            path = target.bytes.first == 0x2F ? target : path.folder.file(target)
        }
        throw SystemFailure(.create, path, ELOOP)
    }

    /// Where a link leads; `nil` if it is none.
    private static func target(ofLink path: Path) throws(SystemFailure) -> Path? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe path.withCString { path in
            unsafe buffer.withUnsafeMutableBytes { buffer in
                unsafe readlink(path, buffer.baseAddress.unsafelyUnwrapped, buffer.count)
            }
        }
        if count >= 0 { return Path(Array(buffer[..<count])) }
        guard errno == EINVAL || errno == ENOENT else { throw SystemFailure(.create, path) }
        return nil
    }

    /// Gives a draft the owner and the mode of the file that is there.
    ///
    /// - Parameter mode: the mode if none is there; else it stays as it is.
    package func passAccess(to draft: Int32, mode: UInt32? = nil) throws(SystemFailure) {
        // Only root may give a file away, and others may not have the group.
        if let there, fchown(draft, there.owner, there.group) != 0 { _ = fchown(draft, uid_t.max, there.group) }
        guard let mode = there?.mode ?? mode else { return }
        guard fchmod(draft, mode) == 0 else { throw SystemFailure(.write, path) }
    }
}
