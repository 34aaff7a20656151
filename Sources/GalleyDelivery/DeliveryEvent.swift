public import GalleyText

/// What happened to files on their way: one case an event, its wording here alone.
public enum DeliveryEvent: Equatable, Sendable {
    /// So many files were delivered together, which held so many bytes.
    case delivered(files: Int, bytes: Int)
    /// A file went to the quarantine.
    case setAside(Path, Reason)
    /// A file was not delivered, since its article was delivered before; its original goes to the archive.
    case dropped(Path, Resemblance)
    /// Lines of a file of JSON Lines were left out, and went to the quarantine.
    case leftOut(Path, lines: Int, first: String)
    /// Articles of a file of JSON Lines were set aside or dropped; their lines are delivered as they were, each with its
    /// verdict.
    case heldBack(Path, setAside: Int, dropped: Int, first: String)
    /// A file went back to the inbox, to be taken later.
    case putBack(Path, PutBack)
    /// A file could not be taken, and stays in the inbox.
    case stuck(Path, SystemFailure)
    /// A file was being cleaned when the process ended.
    case interrupted(Path, times: Int)
    /// Files that an earlier process or an obstacle left half done are taken up again.
    case resumed(files: Int)
    /// A copy was damaged before it was published; its original is cleaned again.
    case damaged(Path)
    /// A committed batch cannot be finished as things are; it is tried again, and others go on.
    case kept(Path, Obstacle)

    /// The event's name for programs.
    public var name: StaticString {
        switch self {
        case .delivered: "delivered"
        case .setAside: "set-aside"
        case .dropped: "dropped"
        case .leftOut: "left-out"
        case .heldBack: "held-back"
        case .putBack: "put-back"
        case .stuck: "stuck"
        case .interrupted: "interrupted"
        case .resumed: "resumed"
        case .damaged: "damaged"
        case .kept: "kept"
        }
    }

    /// Whether somebody should look at it.
    public var isWarning: Bool {
        switch self {
        case .delivered, .dropped, .putBack, .resumed: false
        case .heldBack(_, let setAside, _, _): setAside > 0
        case .setAside, .leftOut, .stuck, .interrupted, .damaged, .kept: true
        }
    }

    /// What to say.
    public var message: String {
        switch self {
        case .delivered(let files, let bytes): "delivered \(files == 1 ? "1 file" : "\(files) files"), \(bytes) bytes"
        case .setAside(let name, let reason): "set \(name.quoted) aside: \(reason.name): \(reason.message)"
        case .dropped(let name, let other): "dropped \(name.quoted): \(other.message)"
        case .leftOut(let name, let lines, let first):
            "left \(lines == 1 ? "1 line" : "\(lines) lines") of \(name.quoted) out: \(first)"
        case .heldBack(let name, let setAside, let dropped, let first):
            "\(name.quoted): \(setAside) set aside and \(dropped) dropped of its articles, whose lines are delivered as they "
                + "were, with the verdict; the first is \(first)"
        case .putBack(let name, let why): "\(name.quoted) waits: \(why.message)"
        case .stuck(let name, let failure): "\(name.quoted) cannot be taken: \(failure.message)"
        case .interrupted(let name, let times):
            "\(name.quoted) was being cleaned when the process ended"
                + (times > 1 ? ", now for the \(times == 2 ? "second" : "\(times)th") time" : "")
        case .resumed(let files): "took up \(files == 1 ? "1 file that was" : "\(files) files that were") half done"
        case .kept(let batch, let obstacle): "\(batch.quoted) waits to be delivered: \(obstacle.message)"
        case .damaged(let name): "the copy of \(name.quoted) was damaged before it was published; cleaning it again"
        }
    }
}

/// Why a file goes back to the inbox.
public enum PutBack: Equatable, Sendable {
    /// It changed while it was read.
    case changing
    /// It has a second name, as files have that are about to arrive.
    case linked
    /// It resembles an article of a batch on its way, which waits for another of its own.
    case entangled
    /// It could not be read.
    case unreadable(SystemFailure)

    /// Why, in words.
    public var message: String {
        switch self {
        case .changing: "it is still being written"
        case .linked: "it has a second name"
        case .entangled: "an article like it is on its way"
        case .unreadable(let failure): failure.message
        }
    }
}
