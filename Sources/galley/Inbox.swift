internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyText
internal import Glibc

/// What waits in a spool's inbox, seen from outside.
enum Inbox {
    /// Endings of files that are still being written.
    private static let drafts = [".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~"]

    /// The regular files in the inbox of a spool, by name, without those that are still being written.
    static func files(of spool: Path) throws(Failure) -> [Path] {
        let folder = spool.file(Path("inbox"))
        guard let stream = unsafe folder.withCString({ unsafe opendir($0) }) else {
            throw .system(SystemFailure(.list, folder))
        }
        defer { unsafe closedir(stream) }
        var names: [Path] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Path(Array($0.prefix { $0 != 0 })) }
            guard name.bytes.first != 0x2E, !drafts.contains(where: name.hasEnding) else { continue }
            let path = folder.file(name)
            var facts = stat()
            guard unsafe path.withCString({ unsafe lstat($0, &facts) }) == 0 else { continue }
            if facts.st_mode & S_IFMT == S_IFREG { names.append(path) }
        }
        return names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }
}
