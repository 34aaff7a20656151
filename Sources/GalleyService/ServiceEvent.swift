internal import GalleyDelivery
internal import GalleyText

/// What happens to the service of a pipeline: one case an event, its wording here alone.
enum ServiceEvent: Event {
    case started(pipeline: String, spool: Path, workers: Int)
    case polls(pipeline: String, filesystem: String)
    case watchLost(pipeline: String, why: String)
    case paused(pipeline: String, Obstacle)
    case resumed(pipeline: String)
    case reloaded(pipeline: String, digest: String)
    case reloadRefused(pipeline: String, why: String)
    case drains(pipeline: String, inFlight: Int)
    case stopped(pipeline: String, delivered: Int)
    case archiveKept(pipeline: String, SystemFailure)
    case unheard(SystemFailure)
    case leavesFolder(pipeline: String, Path, why: String)

    var name: StaticString {
        switch self {
        case .started: "started"
        case .polls: "polls"
        case .watchLost: "watch-lost"
        case .paused: "paused"
        case .resumed: "resumed"
        case .reloaded: "reloaded"
        case .reloadRefused: "reload-refused"
        case .drains: "drains"
        case .stopped: "stopped"
        case .archiveKept: "archive-kept"
        case .unheard: "unheard"
        case .leavesFolder: "leaves-folder"
        }
    }

    var priority: Priority {
        switch self {
        case .started, .polls, .resumed, .reloaded, .drains, .stopped: .notice
        case .watchLost, .archiveKept, .unheard, .leavesFolder: .warning
        case .paused, .reloadRefused: .error
        }
    }

    var pipeline: String {
        switch self {
        case .started(let name, _, _), .polls(let name, _), .watchLost(let name, _), .paused(let name, _),
            .resumed(let name), .reloaded(let name, _), .reloadRefused(let name, _), .drains(let name, _),
            .stopped(let name, _), .archiveKept(let name, _),
            .leavesFolder(let name, _, _):
            name
        case .unheard: ""
        }
    }

    private var words: String {
        switch self {
        case .started(_, let spool, let workers):
            "watches \(spool.file(Path("inbox")).quoted) with \(workers == 1 ? "1 worker" : "\(workers) workers")"
        case .polls(_, let filesystem):
            "lists the inbox every 2 s, since \(filesystem) does not tell of what others change"
        case .watchLost(_, let why): "is not told of new files (\(why)); it lists the inbox instead"
        case .paused(_, let obstacle): "waits: \(obstacle.message)"
        case .resumed: "goes on"
        case .reloaded(_, let digest): "runs its new file, digest \(digest.prefix(12))"
        case .reloadRefused(_, let why): "keeps its old file, since the new one is wrong:\n\(why)"
        case .drains(_, let count): "finishes \(count == 1 ? "1 batch" : "\(count) batches") and stops"
        case .stopped(_, let count): "stopped; it delivered \(count == 1 ? "1 file" : "\(count) files")"
        case .leavesFolder(_, let folder, let why): "leaves the folder \(folder.quoted) in its inbox alone: \(why)"
        case .unheard(let failure): "\(failure.message); the work goes on, but nobody can ask how"
        case .archiveKept(_, let failure): "cannot remove old days of its archive: \(failure.message)"
        }
    }

    var message: String { pipeline.isEmpty ? words : "\(pipeline) \(words)" }

    var fields: [(key: StaticString, value: EventValue)] {
        guard !pipeline.isEmpty else { return [] }
        var fields: [(key: StaticString, value: EventValue)] = [("pipeline", .text(pipeline))]
        if case .paused(_, let obstacle) = self { fields.append(("obstacle", .text(obstacle.name))) }
        return fields
    }
}

/// What happened to files of a pipeline.
struct FileEvent: Event {
    let pipeline: String
    let event: DeliveryEvent

    var name: StaticString { event.name }
    var priority: Priority { event.isWarning ? .warning : .info }
    var message: String { "\(pipeline) \(event.message)" }

    var fields: [(key: StaticString, value: EventValue)] {
        var fields: [(key: StaticString, value: EventValue)] = [("pipeline", .text(pipeline))]
        switch event {
        case .delivered(let files, let bytes): fields += [("files", .integer(files)), ("bytes", .integer(bytes))]
        case .setAside(let path, let reason): fields += [("file", .path(path)), ("reason", .text(reason.name))]
        case .dropped(let path, let other):
            fields += [("file", .path(path)), ("relation", .text(other.relation.rawValue)), ("of", .text(other.other))]
        case .leftOut(let path, let lines, _): fields += [("file", .path(path)), ("lines", .integer(lines))]
        case .heldBack(let path, let setAside, let dropped, _):
            fields += [("file", .path(path)), ("setAside", .integer(setAside)), ("dropped", .integer(dropped))]
        case .putBack(let path, _), .stuck(let path, _), .damaged(let path): fields.append(("file", .path(path)))
        case .interrupted(let path, let times): fields += [("file", .path(path)), ("times", .integer(times))]
        case .kept(let path, let obstacle): fields += [("file", .path(path)), ("obstacle", .text(obstacle.name))]
        case .resumed(let files): fields.append(("files", .integer(files)))
        }
        return fields
    }
}
