package import BertKernels
package import BertStorage
import Foundation

/// The ranks that an MPI launcher such as `mpirun` started.
///
/// For use by one thread. A rank that does not answer within the limit, or a connection that fails, ends the process,
/// because MPI cannot recover from either.
package final class MPIExchange: GradientExchange, @unchecked Sendable {
  package let rank: Int
  package let ranks: Int
  /// The library's own words about its version.
  package let version: String
  private let library: MPILibrary
  private let watch: SilenceWatch

  /// How many processes the launcher says that it started together; 1 where there is no launcher.
  package static func started(_ environment: [String: String]) -> Int {
    ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MPI_LOCALNRANKS"].lazy.compactMap { environment[$0].flatMap { Int($0) } }
      .first
      ?? 1
  }

  /// How many of these processes run on this machine.
  package static func startedHere(_ environment: [String: String]) -> Int {
    ["OMPI_COMM_WORLD_LOCAL_SIZE", "MPI_LOCALNRANKS"].lazy.compactMap { environment[$0].flatMap { Int($0) } }.first ?? 1
  }

  /// Finds MPI and joins the other ranks.
  ///
  /// - Parameters:
  ///   - environment: The environment variables of the process.
  ///   - limit: Seconds that another rank may take to answer.
  ///   - end: Prints what is wrong and ends the process, with the exit code for a run that may be tried again.
  /// - Throws: `libraryMissing`, `libraryUnfit`, `otherLauncher`.
  package init(
    environment: [String: String], limit: Double, end: @escaping @Sendable (Wording) -> Never
  ) throws(ParallelError) {
    library = try MPILibrary(environment: environment)
    version = library.version
    let started = library.start()
    guard started == 0 else {
      throw .libraryUnfit(path: library.path, reason: "MPI_Init_thread fails (\(started))")
    }
    let place = library.place()
    guard place.status == 0 else {
      throw .libraryUnfit(path: library.path, reason: "MPI_Comm_rank fails (\(place.status))")
    }
    (rank, ranks) = (place.rank, place.ranks)
    let expected = Self.started(environment)
    // Other launchers do not tell the number.
    guard expected == 1 || expected == place.ranks else {
      throw .otherLauncher(path: library.path, started: expected, found: place.ranks)
    }
    let rank = place.rank
    watch = SilenceWatch(limit: limit) { end("rank \(rank): \($0)") }
  }

  /// Disconnects from the other ranks once all of them are done. Do not call it after an error, because it may wait
  /// forever.
  package func leave() { _ = library.end() }

  package func meet() {
    var counts = [Int32](repeating: 0, count: ranks)
    watch.check("MPI_Allgather", library.gather(0, into: &counts))
  }

  package func gather(_ bytes: [UInt8]) -> [[UInt8]] {
    var counts = [Int32](repeating: 0, count: ranks), bytes = bytes
    watch.during("MPI_Allgather") { library.gather(Int32(bytes.count), into: &counts) }
    let ends = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int($1)) }
    var all = [UInt8](repeating: 0, count: max(1, ends[ranks]))
    watch.during("MPI_Allgatherv") {
      library.gather(&bytes, into: &all, counts: counts, places: ends.dropLast().map(Int32.init))
    }
    return (0..<ranks).map { Array(all[ends[$0]..<ends[$0 + 1]]) }
  }

  package func deal(_ values: Matrix, _ sent: [Range<Int>], into target: Matrix, _ received: [Range<Int>]) {
    values.withUnsafeBufferPointer { from in
      target.withUnsafeMutableBufferPointer { to in
        watch.during("MPI_Alltoallv") {
          library.deal(
            from, counts: Self.counts(sent), places: Self.places(sent), into: to, received: Self.counts(received),
            at: Self.places(received))
        }
      }
    }
  }

  package func collect(_ slice: Matrix, into target: Matrix, _ ranges: [Range<Int>]) {
    slice.withUnsafeBufferPointer { from in
      target.withUnsafeMutableBufferPointer { to in
        watch.during("MPI_Allgatherv") {
          library.gather(from, into: to, counts: Self.counts(ranges), places: Self.places(ranges))
        }
      }
    }
  }

  private static func counts(_ ranges: [Range<Int>]) -> [Int32] { ranges.map { Int32($0.count) } }
  private static func places(_ ranges: [Range<Int>]) -> [Int32] { ranges.map { Int32($0.lowerBound) } }
}
