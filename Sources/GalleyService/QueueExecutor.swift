public import Dispatch

/// Runs an actor on a dispatch queue, so that the events of its sources arrive on the actor.
public final class QueueExecutor: SerialExecutor {
    /// The queue that the actor's sources are made with.
    public let queue: DispatchQueue

    /// Makes a serial queue.
    public init(label: String) { queue = DispatchQueue(label: label) }

    /// Runs a job of the actor on the queue.
    public func enqueue(_ job: consuming ExecutorJob) {
        let (job, executor) = (UnownedJob(job), unsafe asUnownedSerialExecutor())
        queue.async { unsafe job.runSynchronously(on: executor) }
    }

    /// Ends the process if the caller does not run on the queue.
    public func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
