internal import CLinux
internal import Glibc

/// An open folder: what is done in it is done by name, wherever its own path may lead by now.
///
/// Every call is tried again when a signal interrupts it.
public final class Folder: Sendable {
    /// The path, for messages.
    public let path: Path
    let descriptor: Int32

    private init(_ descriptor: Int32, _ path: Path) { (self.descriptor, self.path) = (descriptor, path) }

    deinit { close(descriptor) }

    /// Opens the folder at a path, links followed.
    public convenience init(_ path: Path) throws(SystemFailure) {
        let descriptor = unsafe path.withCString { name in
            again { unsafe open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        }
        guard descriptor >= 0 else { throw SystemFailure(.open, path) }
        self.init(descriptor, path)
    }

    /// Opens a folder in this one; a link is none.
    public func folder(_ name: Path) throws(SystemFailure) -> Folder {
        let descriptor = unsafe name.withCString { name in
            again { unsafe openat(self.descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
        }
        guard descriptor >= 0 else { throw failure(.open, name) }
        return Folder(descriptor, path.file(name))
    }

    /// Opens a folder in this one, made if it is not there; `name` may lead through several.
    func folder(making name: Path, mode: mode_t = 0o750) throws(SystemFailure) -> Folder {
        let parts = name.bytes.split(separator: 0x2F).map { Path(Array($0)) }
        var folder = self
        for part in parts {
            do throws(SystemFailure) { try folder.make(part, mode: mode) } catch  where error.code == EEXIST {}
            folder = try folder.folder(part)
        }
        return folder
    }

    /// Opens a folder below this one, made with those above it if it is not there.
    ///
    /// Those that are made are open to whom this one is open to, whatever the umask, and belong to whom it belongs to, as
    /// far as that can be done.
    func folder(makingAlike name: Path) throws(SystemFailure) -> Folder {
        var folder = self
        for part in name.bytes.split(separator: 0x2F).map({ Path(Array($0)) }) {
            var facts = stat()
            guard unsafe fstat(folder.descriptor, &facts) == 0 else { throw SystemFailure(.examine, folder.path) }
            var isMade = true
            do throws(SystemFailure) { try folder.make(part, mode: facts.st_mode & 0o777) } catch
                where error.code == EEXIST
            { isMade = false }
            folder = try folder.folder(part)
            guard isMade else { continue }
            if geteuid() == 0 { _ = fchown(folder.descriptor, facts.st_uid, facts.st_gid) }
            // A sandbox may forbid it with the bit for the group, which the system has passed on by itself.
            _ = fchmod(folder.descriptor, facts.st_mode & 0o7777)
        }
        return folder
    }

    /// Makes a folder in this one.
    func make(_ name: Path, mode: mode_t = 0o750) throws(SystemFailure) {
        guard unsafe name.withCString({ name in again { unsafe mkdirat(descriptor, name, mode) } }) == 0
        else { throw failure(.create, name) }
    }

    /// What is known of a name in this folder, links not followed; `nil` if nothing has it.
    public func status(_ name: Path) throws(SystemFailure) -> FileStatus? {
        var facts = stat()
        let code = unsafe name.withCString { name in
            again { unsafe fstatat(descriptor, name, &facts, AT_SYMLINK_NOFOLLOW) }
        }
        if code == 0 { return FileStatus(facts) }
        guard errno == ENOENT else { throw failure(.examine, name) }
        return nil
    }

    /// Where a link leads.
    public func target(ofLink name: Path) throws(SystemFailure) -> Path {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe name.withCString { name in
            unsafe buffer.withUnsafeMutableBytes { buffer in
                unsafe readlinkat(descriptor, name, buffer.baseAddress.unsafelyUnwrapped, buffer.count)
            }
        }
        guard count >= 0 else { throw failure(.read, name) }
        return Path(Array(buffer[..<count]))
    }

    /// Makes a link that says `target`.
    public func link(_ name: Path, to target: Path) throws(SystemFailure) {
        let code = unsafe name.withCString { name in
            unsafe target.withCString { target in again { unsafe symlinkat(target, descriptor, name) } }
        }
        guard code == 0 else { throw failure(.create, name) }
    }

    /// Gives what has a name here another name in another folder, where nothing may have it.
    ///
    /// - Throws: `SystemFailure` with EEXIST if something has it, ENOENT if nothing is here.
    public func move(_ name: Path, to folder: Folder, as other: Path? = nil) throws(SystemFailure) {
        let other = other ?? name
        let code = unsafe name.withCString { name in
            unsafe other.withCString { other in
                again { unsafe linux_rename_no_replace(descriptor, name, folder.descriptor, other) }
            }
        }
        guard code == 0 else { throw failure(.move, name) }
    }

    /// Gives what has a name here another name in another folder, in the place of what had it.
    public func move(_ name: Path, to folder: Folder, replacing other: Path) throws(SystemFailure) {
        let code = unsafe name.withCString { name in
            unsafe other.withCString { other in
                again { unsafe renameat(descriptor, name, folder.descriptor, other) }
            }
        }
        guard code == 0 else { throw failure(.move, name) }
    }

    /// Removes a file; nothing to remove is as good.
    public func remove(_ name: Path) throws(SystemFailure) {
        let code = unsafe name.withCString { name in again { unsafe unlinkat(descriptor, name, 0) } }
        guard code == 0 || errno == ENOENT else { throw failure(.remove, name) }
    }

    /// Removes an empty folder; nothing to remove is as good.
    public func removeFolder(_ name: Path) throws(SystemFailure) {
        let code = unsafe name.withCString { name in
            again { unsafe unlinkat(descriptor, name, Int32(AT_REMOVEDIR)) }
        }
        guard code == 0 || errno == ENOENT else { throw failure(.remove, name) }
    }

    /// Removes a folder and the files in it and in folders of it.
    ///
    /// - Parameter goesOn: asked before each of them; what is left where it says no is left as it is.
    public func removeTree(_ name: Path, while goesOn: () -> Bool = { true }) throws(SystemFailure) {
        let inner: Folder
        do throws(SystemFailure) { inner = try folder(name) } catch  where error.code == ENOENT { return }
        for entry in try inner.entries(withHidden: true) {
            guard goesOn() else { return }
            if entry.isFolder {
                try inner.removeTree(entry.name, while: goesOn)
            } else {
                try inner.remove(entry.name)
            }
        }
        if goesOn() { try removeFolder(name) }
    }

    /// Makes the names in this folder survive a loss of power.
    ///
    /// The folder is opened anew: a descriptor that has told of an error once may hide the next.
    public func sync() throws(SystemFailure) {
        let fresh = unsafe Path(".").withCString { name in
            again { unsafe openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        }
        guard fresh >= 0 else { throw SystemFailure(.open, path) }
        let code = fsync(fresh)
        let number = errno
        close(fresh)
        guard code == 0 else { throw SystemFailure(.sync, path, number) }
    }

    /// Makes everything on this folder's filesystem survive a loss of power.
    public func syncFilesystem() throws(SystemFailure) {
        guard linux_syncfs(descriptor) == 0 else { throw SystemFailure(.sync, path) }
    }

    /// Whether `syncFilesystem` is known to keep its promise here.
    var syncsWhole: Bool { linux_syncs_whole(descriptor) }

    /// The free space of the filesystem for its users, in bytes.
    public func freeSpace() throws(SystemFailure) -> Int {
        var facts = statvfs()
        guard again({ unsafe fstatvfs(descriptor, &facts) }) == 0 else { throw SystemFailure(.examine, path) }
        return Int(clamping: facts.f_bavail.multipliedReportingOverflow(by: facts.f_frsize).partialValue)
    }

    /// What the folder itself is.
    func status() throws(SystemFailure) -> FileStatus {
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else { throw SystemFailure(.examine, path) }
        return FileStatus(facts)
    }

    func failure(_ attempt: SystemFailure.Attempt, _ name: Path, _ code: Int32? = nil) -> SystemFailure {
        let code = code ?? errno
        return SystemFailure(attempt, path.file(name), code)
    }
}

/// Calls the system again as long as a signal interrupts it.
package func again<Number: SignedInteger>(_ call: () -> Number) -> Number {
    while true {
        let code = call()
        if code >= 0 || errno != EINTR { return code }
    }
}
