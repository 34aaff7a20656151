internal import CLinux
public import GalleyDelivery
internal import Glibc

/// What kind of filesystem a folder lies on.
public struct Filesystem: Sendable, Equatable {
    /// The name, as mount(8) has it: `ext4`; the type's number in hexadecimal if it is none that Galley knows.
    public let name: String
    /// Whether others may change it without this machine seeing it: inotify(7) is then blind.
    public let isRemote: Bool

    /// Asks what the folder at a path lies on.
    public init(of path: Path) throws(SystemFailure) {
        var type: UInt = 0
        guard unsafe path.withCString({ unsafe linux_filesystem_type($0, &type) }) == 0 else {
            throw SystemFailure(.examine, path)
        }
        self.init(type: type)
    }

    /// The numbers of statfs(2) and of the kernel's linux/magic.h.
    init(type: UInt) {
        let known: (name: String, isRemote: Bool)? =
            switch type {
            case 0x6969: ("nfs", true)
            case 0x517B: ("smb", true)
            case 0xFF53_4D42: ("cifs", true)
            case 0xFE53_4D42: ("smb2", true)
            case 0x6573_5546: ("fuse", true)
            case 0x0102_1997: ("9p", true)
            case 0x00C3_6400: ("ceph", true)
            case 0x5346_414F, 0x6B41_4653: ("afs", true)
            case 0x7375_7245: ("coda", true)
            case 0x0116_1970: ("gfs2", true)
            case 0x7461_636F: ("ocfs2", true)
            case 0x0BD0_0BD0: ("lustre", true)
            case 0xEF53: ("ext4", false)
            case 0x5846_5342: ("xfs", false)
            case 0x9123_683E: ("btrfs", false)
            case 0x0102_1994: ("tmpfs", false)
            case 0x794C_7630: ("overlay", false)
            case 0x2FC1_2FC1: ("zfs", false)
            case 0xF2F5_2010: ("f2fs", false)
            case 0xCA45_1A4E: ("bcachefs", false)
            case 0x4D44: ("vfat", false)
            case 0x2011_BAB0: ("exfat", false)
            default: nil
            }
        (name, isRemote) = known ?? ("0x" + String(type, radix: 16), false)
    }
}
