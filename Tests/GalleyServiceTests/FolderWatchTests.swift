import Foundation
import GalleyDelivery
import Testing

@testable import GalleyService

@Suite(.timeLimit(.minutes(10)), .serialized) struct FolderWatchTests {
    /// Puts a file into the inbox, and says which hint that must give.
    enum Producer: String, CaseIterable, CustomTestStringConvertible {
        case write, rename, link, symlink, fifo, folder, folderByRename, unnamed

        var testDescription: String { rawValue }

        func produce(_ scratch: Scratch) throws {
            let (inbox, aside) = (scratch.file("inbox/a"), scratch.file("aside"))
            switch self {
            case .write: try scratch.write("text", to: "inbox/a")
            case .rename:
                try scratch.write("text", to: "aside")
                try #require(Glibc.rename(aside, inbox) == 0)
            case .link:
                try scratch.write("text", to: "aside")
                try #require(Glibc.link(aside, inbox) == 0)
            case .symlink: try #require(Glibc.symlink("nowhere", inbox) == 0)
            case .fifo: try #require(mkfifo(inbox, 0o600) == 0)
            case .folder: try #require(mkdir(inbox, 0o700) == 0)
            case .folderByRename:
                try #require(mkdir(aside, 0o700) == 0)
                try #require(Glibc.rename(aside, inbox) == 0)
            case .unnamed:
                // O_TMPFILE, which the Glibc module leaves out.
                let file = open(scratch.file("inbox"), 0o20200000 | O_WRONLY, 0o600)
                try #require(file >= 0)
                try #require(linkat(AT_FDCWD, "/proc/self/fd/\(file)", AT_FDCWD, inbox, AT_SYMLINK_FOLLOW) == 0)
                close(file)
            }
        }

        func hint(_ place: FolderWatch.Place) -> FolderWatch.Hint {
            let isFolder = self == .folder || self == .folderByRename
            let name = FolderWatch.Name(place: place, name: Path("a"), isFolder: isFolder)
            switch self {
            case .write: return .closed(name)
            case .rename, .folderByRename: return .arrived(name)
            case .link, .symlink, .fifo, .folder, .unnamed: return .appeared(name)
            }
        }
    }

    private func watch(_ scratch: Scratch) async throws -> (FolderWatch, FolderWatch.Place, Arrivals<FolderWatch.Hint>)
    {
        try #require(mkdir(scratch.file("inbox"), 0o700) == 0)
        let hints = Arrivals<FolderWatch.Hint>()
        let watch = try FolderWatch { for hint in $0 { hints.add(hint) } }
        await watch.start()
        return (watch, try await watch.watch(Path(scratch.file("inbox"))), hints)
    }

    @Test("each way in which a file comes gives its hint", arguments: Producer.allCases)
    func producers(_ producer: Producer) async throws {
        let scratch = try Scratch()
        let (watch, place, hints) = try await watch(scratch)
        try producer.produce(scratch)
        let wanted = producer.hint(place)
        #expect(await hints.first { $0 == wanted } == wanted)
        await watch.stop()
    }

    @Test("a name is what its bytes are, and says in which folder it is")
    func names() async throws {
        let scratch = try Scratch()
        let (watch, place, hints) = try await watch(scratch)
        try #require(mkdir(scratch.file("other"), 0o700) == 0)
        let other = try await watch.watch(Path(scratch.file("other")))
        #expect(other != place)
        #expect(try await watch.watch(Path(scratch.file("inbox/."))) == place)
        let name = Path([0xFF, 0x0A] + Array(repeating: 0x61, count: 253))
        let file = Path(scratch.file("other")).file(name).withCString { open($0, O_CREAT | O_WRONLY, 0o600) }
        try #require(file >= 0)
        close(file)
        let wanted = FolderWatch.Hint.closed(FolderWatch.Name(place: other, name: name, isFolder: false))
        #expect(await hints.first { $0 == wanted } == wanted)
        await watch.stop()
    }

    @Test("a folder that is removed or moved is gone, one that is left is forgotten", arguments: ["remove", "move"])
    func gone(_ how: String) async throws {
        let scratch = try Scratch()
        let (watch, place, hints) = try await watch(scratch)
        try #require(mkdir(scratch.file("left"), 0o700) == 0)
        await watch.leave(try watch.watch(Path(scratch.file("left"))))
        let inbox = scratch.file("inbox")
        try #require((how == "remove" ? rmdir(inbox) : rename(inbox, scratch.file("moved"))) == 0)
        #expect(await hints.first { _ in true } == .gone(place))
        // The path may be watched again.
        try #require(mkdir(inbox, 0o700) == 0)
        let again = try await watch.watch(Path(inbox))
        try scratch.write("text", to: "inbox/a")
        let wanted = FolderWatch.Hint.closed(FolderWatch.Name(place: again, name: Path("a"), isFolder: false))
        #expect(await hints.first { $0 == wanted } == wanted)
        await watch.stop()
    }

    @Test("more hints than the system keeps are an overflow")
    func overflow() async throws {
        let limit = try String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)
        let count = try #require(Int(limit.trimmingCharacters(in: .whitespacesAndNewlines)))
        let scratch = try Scratch()
        try #require(mkdir(scratch.file("inbox"), 0o700) == 0)
        let hints = Arrivals<FolderWatch.Hint>()
        let watch = try FolderWatch { for hint in $0 { hints.add(hint) } }
        _ = try await watch.watch(Path(scratch.file("inbox")))
        // Nobody reads yet. Two names in turn, since the system joins hints that are the same.
        for name in ["inbox/a", "inbox/b"] { try scratch.write("", to: name) }
        for _ in 0..<count / 2 + 16 {
            for name in ["inbox/a", "inbox/b"] { chmod(scratch.file(name), 0o600) }
        }
        await watch.start()
        #expect(await hints.first { $0 == .overflow } == .overflow)
        await watch.stop()
    }

    @Test("what is no folder, or is not there, cannot be watched")
    func refuses() async throws {
        let scratch = try Scratch()
        try scratch.write("", to: "file")
        let watch = try FolderWatch { _ in }
        for (name, code) in [("file", ENOTDIR), ("nothing", ENOENT)] {
            let failure = await #expect(throws: SystemFailure.self) { try await watch.watch(Path(scratch.file(name))) }
            #expect(failure?.code == code)
            #expect(failure?.message.hasPrefix("cannot watch '") == true)
        }
    }

    @Test("filesystems that others change are told from those of this machine")
    func filesystems() throws {
        #expect(try Filesystem(of: Path("/proc/self")).isRemote == false)
        #expect(Filesystem(type: 0x6969) == Filesystem(type: 0x6969))
        #expect(Filesystem(type: 0x6969).name == "nfs")
        #expect(Filesystem(type: 0x6969).isRemote)
        #expect(Filesystem(type: 0xFF53_4D42).isRemote)
        #expect(!Filesystem(type: 0xEF53).isRemote)
        #expect(Filesystem(type: 0x1234).name == "0x1234")
        #expect(throws: SystemFailure.self) { try Filesystem(of: Path("/no/such/folder")) }
    }
}
