public import GalleyDelivery
public import GalleyText

/// What a station tells of itself, as the JSON of `galley status --json`.
struct StationStatus: Sendable {
    let pipeline: String
    let path: String
    let digest: String
    let spool: Path
    let outbox: Path
    let phase: Station.Phase
    let filesystem: String
    let isBlind: Bool
    let census: Census?
    let waiting: Int
    let workers: Int
    let busy: Int
    let totals: Totals

    /// The word for where it is in its life.
    var state: String {
        switch phase {
        case .starting: "starting"
        case .running: "running"
        case .draining: "stopping"
        case .stopped: "stopped"
        case .paused: "paused"
        }
    }

    func write(into json: inout JSONWriter) {
        json.beginObject()
        json.key("pipeline")
        json.string(pipeline)
        json.key("file")
        json.string(path)
        json.key("digest")
        json.string(digest)
        json.key("spool")
        json.string(spool.text)
        json.key("outbox")
        json.string(outbox.text)
        json.key("state")
        json.string(state)
        if case .paused(let obstacle) = phase {
            json.key("obstacle")
            json.string(obstacle.name)
            json.key("why")
            json.string(obstacle.message)
        }
        json.key("filesystem")
        json.string(filesystem)
        json.key("polls")
        json.flag(isBlind)
        json.key("workers")
        json.integer(workers)
        json.key("busy")
        json.integer(busy)
        census?.write(into: &json)
        json.key("waiting")
        json.integer(waiting)
        json.key("delivered")
        json.integer(totals.files)
        json.key("bytes")
        json.integer(totals.bytes)
        json.key("lastMinute")
        json.integer(totals.lastMinute)
        json.key("setAside")
        json.integer(totals.setAside)
        json.key("dropped")
        json.integer(totals.dropped)
        json.key("putBack")
        json.integer(totals.putBack)
        json.key("since")
        json.string(Clock.text(totals.since))
        json.key("warnings")
        json.beginArray()
        for note in totals.notes {
            json.beginObject()
            json.key("time")
            json.string(Clock.text(note.wall))
            json.key("message")
            json.string(note.message)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}

extension Census {
    /// Writes the member `files`: how many lie where, and how old the oldest in the inbox is.
    public func write(into json: inout JSONWriter, at wall: Int64 = Clock.wall) {
        json.key("files")
        json.beginObject()
        for (key, count) in [("inbox", inbox), ("work", work), ("staged", staged), ("quarantine", quarantine)] {
            json.key(named: key)
            json.integer(count)
        }
        if let oldest {
            json.key("oldestSeconds")
            json.integer(Int(max(0, wall - oldest) / 1_000_000_000))
        }
        json.endObject()
    }
}
