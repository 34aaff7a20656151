/// Where a command writes: results on standard output, words on standard error.
struct Console {
    let out = Output(1, name: "standard output")
    let errors = Output(2, name: "standard error", capacity: 0)

    /// Says something on standard error, after what went to standard output so far.
    func say(_ message: String) {
        // If nobody listens there, there is nothing left to tell.
        try? errors.write("galley: \(message)\n")
    }
}
