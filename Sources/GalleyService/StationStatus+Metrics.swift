internal import GalleyDelivery

extension StationStatus {
    /// Adds its numbers, each with the pipeline's name.
    func add(to metrics: inout Metrics) {
        metrics.add(Families.up, phase == .running ? 1 : 0, ["pipeline": pipeline])
        metrics.add(Families.delivered, totals.files, ["pipeline": pipeline])
        metrics.add(Families.bytes, totals.bytes, ["pipeline": pipeline])
        metrics.add(Families.setAside, totals.setAside, ["pipeline": pipeline])
        metrics.add(Families.dropped, totals.dropped, ["pipeline": pipeline])
        metrics.add(Families.putBack, totals.putBack, ["pipeline": pipeline])
        for (fate, count) in [
            ("left-out", totals.lines.leftOut), ("set-aside", totals.lines.setAside), ("dropped", totals.lines.dropped),
        ] {
            metrics.add(Families.lines, count, ["pipeline": pipeline, "fate": fate])
        }
        metrics.add(Families.busy, busy, ["pipeline": pipeline])
        guard let census else { return }
        for (place, count) in [
            ("inbox", census.inbox), ("work", census.work), ("staged", census.staged),
            ("quarantine", census.quarantine),
        ] {
            metrics.add(Families.files, count, ["pipeline": pipeline, "place": place])
        }
        let age = census.oldest.map { max(0, Clock.wall - $0) / 1_000_000_000 } ?? 0
        metrics.add(Families.oldest, Int(age), ["pipeline": pipeline])
    }

    private enum Families {
        static let up = Metrics.Family(
            "galley_running",
            .gauge,
            "Whether files are taken: 0 while it waits for something."
        )
        static let delivered = Metrics.Family("galley_delivered_files_total", .counter, "Files delivered.")
        static let bytes = Metrics.Family("galley_delivered_bytes_total", .counter, "Bytes of clean copy delivered.")
        static let setAside = Metrics.Family("galley_set_aside_files_total", .counter, "Files set aside.")
        static let dropped = Metrics.Family(
            "galley_dropped_files_total",
            .counter,
            "Files not delivered, since their articles were delivered before."
        )
        static let putBack = Metrics.Family(
            "galley_put_back_files_total",
            .counter,
            "Files that went back to the inbox."
        )
        static let lines = Metrics.Family(
            "galley_held_back_lines_total",
            .counter,
            "Lines of JSON Lines that were left out, or delivered as they were with a verdict."
        )
        static let busy = Metrics.Family("galley_batches", .gauge, "Batches in flight.")
        static let files = Metrics.Family("galley_files", .gauge, "Files in the spool, by place.")
        static let oldest = Metrics.Family("galley_oldest_seconds", .gauge, "Age of the oldest file in the inbox.")
    }
}
