internal import Glibc
internal import Synchronization

extension Folder {
    /// Moves a file into a folder under its own name, or the first with a number that is free there.
    ///
    /// - Returns: the name that it has now; `nil` if there is no such file any more.
    @discardableResult
    func moveNumbered(
        _ name: Path,
        to folder: Folder,
        as wanted: Path? = nil,
        suffix: String = ""
    ) throws(SystemFailure) -> Path? {
        let wanted = wanted ?? name
        var number = 0
        while true {
            let other = wanted.numbered(number, suffix: suffix)
            do throws(SystemFailure) {
                try move(name, to: folder, as: other)
                return other
            } catch  where error.code == EEXIST {
                number = try freeNumber { (number) throws(SystemFailure) in
                    try folder.status(wanted.numbered(number, suffix: suffix)) != nil
                }
            } catch  where error.code == ENOENT {
                // The same error also says that the folder is gone where it should go.
                if try status(name) == nil { return nil }
                throw error
            }
        }
    }
}

extension Spool {
    /// Moves a file from `folder` to the quarantine, the reason beside it under the same number.
    ///
    /// The reason comes first, so that no file lies there without one. If the process ends in between, the file is
    /// set aside again, and the reason that lies there alone is replaced.
    func setAside(
        _ name: Path,
        from folder: Folder,
        below subfolder: Path?,
        _ reason: Reason,
        pipeline: String
    ) throws(SystemFailure) {
        let text = reason.bytes(of: name, in: subfolder, pipeline: pipeline, at: Clock.wall)
        // One at a time: two files of one name must not take each other's reason for one that lies alone.
        try setting.withLock { (_) throws(SystemFailure) in
            while true {
                let number = try freeNumber { (number) throws(SystemFailure) in
                    if try quarantine.status(name.numbered(number)) != nil { return true }
                    let beside = name.numbered(number, suffix: Path.reason)
                    guard try quarantine.status(beside) != nil else { return false }
                    // A reason of this name whose file never came is half of a set-aside; all else is somebody's file.
                    return try quarantine.content(beside).flatMap(Reason.origin)?.name != name
                }
                let other = name.numbered(number)
                let beside = name.numbered(number, suffix: Path.reason)
                try quarantine.remove(beside)
                try quarantine.place(beside, text)
                do throws(SystemFailure) {
                    try folder.move(name, to: quarantine, as: other)
                } catch  where error.code == EEXIST || error.code == ENOENT {
                    try quarantine.remove(beside)
                    if error.code == EEXIST { continue }
                    guard try folder.status(name) == nil else { throw error }
                }
                return try quarantine.sync()
            }
        }
    }
}
