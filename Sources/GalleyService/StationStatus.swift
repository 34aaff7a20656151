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
    /// Why a committed batch waits that holds up no other, if one does.
    let kept: Obstacle?
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
        json.member("pipeline", pipeline)
        json.member("file", path)
        json.member("digest", digest)
        json.member("spool", spool.text)
        json.member("outbox", outbox.text)
        json.member("state", state)
        if case .paused(let obstacle) = phase {
            json.member("obstacle", obstacle.name)
            json.member("why", obstacle.message)
        }
        if let kept { json.member("kept", kept.message) }
        json.member("filesystem", filesystem)
        json.member("polls", isBlind)
        json.member("workers", workers)
        json.member("busy", busy)
        census?.write(into: &json)
        json.member("waiting", waiting)
        json.member("delivered", totals.files)
        json.member("bytes", totals.bytes)
        json.member("lastMinute", totals.lastMinute)
        json.member("setAside", totals.setAside)
        json.member("dropped", totals.dropped)
        json.member("putBack", totals.putBack)
        json.key("lines")
        json.beginObject()
        json.member("leftOut", totals.lines.leftOut)
        json.member("setAside", totals.lines.setAside)
        json.member("dropped", totals.lines.dropped)
        json.endObject()
        json.member("since", Clock.text(totals.since))
        json.key("warnings")
        json.beginArray()
        for note in totals.notes {
            json.beginObject()
            json.member("time", Clock.text(note.wall))
            json.member("message", note.message)
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
            json.member("oldestSeconds", Int(max(0, wall - oldest) / 1_000_000_000))
        }
        json.endObject()
    }
}
