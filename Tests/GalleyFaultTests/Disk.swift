import Foundation

/// A filesystem of a test's own, mounted while it lives.
final class Disk: Sendable {
    let root: URL

    /// Why none can be mounted here; `nil` if it can be.
    static let unavailable: String? = {
        guard geteuid() == 0 else { return "only root can mount filesystems" }
        guard let disk = Disk(image: nil, options: "size=1m") else { return "nothing can be mounted here" }
        withExtendedLifetime(disk) {}
        return nil
    }()

    /// Why no image can be mounted here; `nil` if one can be.
    static let noImages: String? = {
        if let unavailable { return unavailable }
        guard let image = Image(), let disk = Disk(image: image.path, options: "loop") else {
            return "no ext4 image can be mounted here"
        }
        withExtendedLifetime(disk) {}
        return nil
    }()

    /// Mounts an image, or a new filesystem in memory; `nil` if that fails.
    init?(image: String?, options: String) {
        root = URL(fileURLWithPath: NSTemporaryDirectory()).appending(path: "galley-disk-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        let source = image.map { "'\($0)'" } ?? "-t tmpfs tmpfs"
        guard Program.shell("mount -o \(options) \(source) '\(root.path)'") else {
            rmdir(root.path)
            return nil
        }
    }

    deinit {
        Program.shell("umount '\(root.path)' || umount -l '\(root.path)'")
        rmdir(root.path)
    }

    /// Mounts another image at the same place.
    func change(to image: Image) -> Bool {
        // What a process had open is closed a moment after its end.
        Program.shell(
            """
            for _ in {1..50}; do umount '\(root.path)' && break; sleep 0.05; done
            mount -o loop '\(image.path)' '\(root.path)'
            """
        )
    }

    @discardableResult
    func remount(_ options: String) -> Bool { Program.shell("mount -o remount,\(options) '\(root.path)'") }
}

/// The image of an ext4 filesystem, in a file that goes with it.
final class Image: Sendable {
    let path: String

    private init(at path: String) { self.path = path }

    /// An empty filesystem.
    convenience init?() {
        self.init(at: Self.fresh())
        guard Program.shell("truncate -s 8M '\(path)' && mkfs.ext4 -q -F '\(path)'") else { return nil }
    }

    deinit { unlink(path) }

    /// What is on the disk now, as after a loss of power.
    func copy() -> Image {
        let copy = Image(at: Self.fresh())
        Program.shell("cp --sparse=always '\(path)' '\(copy.path)'")
        return copy
    }

    private static func fresh() -> String {
        let folder = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm/" : NSTemporaryDirectory()
        return folder + "galley-image-\(UUID().uuidString)"
    }
}
