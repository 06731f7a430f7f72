package import BertStorage
import BertText
import Foundation
import Synchronization

/// The vectors of one space: in a ``FeatureCache``, or in memory for the lifetime of the store.
///
/// The vectors are right whatever happens to the files: a vector that cannot be read is computed again, and one that
/// cannot be written is not kept.
package final class FeatureStore: Sendable {
  /// Floats of a vector.
  let width: Int
  /// Where the vectors are on disk; nil where they are kept in memory.
  private let place: (cache: FeatureCache, directory: URL)?
  private let state: Mutex<State>

  private struct State {
    var segments: [FeatureSegment] = []
    var places: [FeatureKey: (segment: Int, place: Int)] = [:]
    /// The vectors in memory.
    var vectors: [FeatureKey: [Float]] = [:]
    /// The error that ended writing; nil while vectors are written.
    var fault: FileError?
    var counts = Counts()
  }

  /// How many sequences a store was asked for.
  package struct Counts: Sendable, Equatable {
    /// Sequences whose vector was kept.
    package var found = 0
    /// Distinct sequences that were computed.
    package var computed = 0
  }

  /// How many sequences are computed before their vectors are written.
  private static let window = 2048
  /// The most bytes of vectors in memory; further vectors are not kept.
  private static let memoryLimit = 64 << 20
  /// How long to wait for another process that writes to the space, in seconds.
  private static let patience = 2.0

  init(_ cache: FeatureCache, _ space: FeatureSpace, width: Int) {
    self.width = width
    let directory = cache.directory.appendingPathComponent(space.name, isDirectory: true)
    place = (cache, directory)
    state = Mutex(State())
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    state.withLock { state in
      for name in names.sorted() where name.hasSuffix(".\(FeatureSegment.fileExtension)") {
        Self.read(directory.appendingPathComponent(name), width: width, into: &state)
      }
    }
  }

  /// Keeps vectors in memory, where one run trains several times on the same encoder.
  ///
  /// - Parameter width: Floats of a vector.
  package init(inMemory width: Int) {
    self.width = width
    place = nil
    state = Mutex(State())
  }

  /// The error because of which vectors are no longer kept; nil where there was none.
  package var fault: FileError? { state.withLock(\.fault) }

  package var counts: Counts { state.withLock(\.counts) }

  /// Opens a file and adds it to the segments, or replaces the segment of an earlier reading.
  ///
  /// - Returns: nil for a file that is not a segment or cannot be opened.
  @discardableResult private static func read(_ url: URL, width: Int, into state: inout State) -> FeatureSegment? {
    guard let segment = try? FeatureSegment(url, width: width) else { return nil }
    let index = state.segments.firstIndex { $0.url == url } ?? state.segments.count
    if index == state.segments.count { state.segments.append(segment) } else { state.segments[index] = segment }
    for (place, key) in segment.keys.enumerated() { state.places[key] = (index, place) }
    return segment
  }

  /// The vectors of sequences, `[sequences, width]`, row after row: kept vectors, and those of `compute` for the rest.
  /// Sequences with the same tokens are computed once.
  ///
  /// - Parameters:
  ///   - sequences: The tokens of each sequence.
  ///   - compute: Computes the vectors of some of them; `done` is the number of sequences finished before.
  /// - Throws: what `compute` throws. Vectors computed before that are kept.
  func rows<Failure: Error>(
    of sequences: [Encoding], compute: ([Encoding], _ done: Int) throws(Failure) -> [Float]
  ) throws(Failure) -> [Float] {
    let keys = sequences.map(FeatureKey.init)
    var values = [Float](repeating: 0, count: sequences.count * width)
    let wanted = copyKept(keys, into: &values)
    var done = sequences.count - wanted.count

    var first: [FeatureKey: Int] = [:]
    var distinct: [Int] = []
    for index in wanted where first[keys[index]] == nil {
      first[keys[index]] = index
      distinct.append(index)
    }
    for start in stride(from: 0, to: distinct.count, by: Self.window) {
      let part = distinct[start..<min(start + Self.window, distinct.count)]
      let computed = try compute(part.map { sequences[$0] }, done)
      let rows = part.enumerated().map { number, index in
        (key: keys[index], vector: computed[number * width..<(number + 1) * width])
      }
      for (index, row) in zip(part, rows) {
        values.replaceSubrange(index * width..<(index + 1) * width, with: row.vector)
      }
      keep(rows.filter { $0.vector.allSatisfy(\.isFinite) })
      done += part.count
    }
    for index in wanted {
      guard let original = first[keys[index]], original != index else { continue }
      values.replaceSubrange(
        index * width..<(index + 1) * width, with: values[original * width..<(original + 1) * width])
    }
    state.withLock {
      $0.counts.found += sequences.count - wanted.count
      $0.counts.computed += distinct.count
    }
    return values
  }

  /// Copies the kept vectors.
  ///
  /// - Returns: The indices of the sequences without one.
  private func copyKept(_ keys: [FeatureKey], into values: inout [Float]) -> [Int] {
    state.withLock { state in
      var missing: [Int] = [], used: Set<Int> = []
      values.withUnsafeMutableBufferPointer { values in
        for (index, key) in keys.enumerated() {
          let row = UnsafeMutableBufferPointer(rebasing: values[index * width..<(index + 1) * width])
          if let vector = state.vectors[key] {
            _ = row.update(fromContentsOf: vector)
            continue
          }
          guard let place = state.places[key],
            (try? state.segments[place.segment].copy(place.place, key: key, into: row)) == true
          else {
            missing.append(index)
            continue
          }
          used.insert(place.segment)
        }
      }
      for segment in used { state.segments[segment].touch() }
      return missing
    }
  }

  /// Writes vectors to the cache, unless that failed before, or keeps them in memory.
  private func keep(_ rows: [(key: FeatureKey, vector: ArraySlice<Float>)]) {
    state.withLock { state in
      guard let (cache, directory) = place else {
        let room = Self.memoryLimit / (4 * width) - state.vectors.count
        for row in rows.prefix(max(0, room)) { state.vectors[row.key] = Array(row.vector) }
        return
      }
      guard state.fault == nil, !rows.isEmpty else { return }
      do throws(FileError) {
        try Self.write(rows, in: directory, width: width, state: &state)
        cache.makeRoom()
      } catch {
        state.fault = error
      }
    }
  }

  private static func write(
    _ rows: [(key: FeatureKey, vector: ArraySlice<Float>)], in directory: URL, width: Int, state: inout State
  ) throws(FileError) {
    try FileSystem.makeDirectory(directory)
    guard let lock = try lock(directory) else { return }
    defer { withExtendedLifetime(lock) {} }
    var rest = rows[...]
    var next = state.segments.compactMap { number(of: $0.url) }.max() ?? 0
    while !rest.isEmpty {
      let url = directory.appendingPathComponent(name(next))
      // Read under the lock: another process may have added to the file. A file that is not a segment is replaced.
      var segment = read(url, width: width, into: &state)
      if segment == nil {
        try FeatureSegment.make(url, width: width)
        segment = read(url, width: width, into: &state)
      }
      guard let segment, !segment.isFull else {
        next += 1
        continue
      }
      rest = rest.dropFirst(try segment.add(Array(rest)))
      read(url, width: width, into: &state)
    }
  }

  /// Waits for the lock of the space; nil where another process holds it for too long.
  private static func lock(_ directory: URL) throws(FileError) -> FileLock? {
    let path = directory.appendingPathComponent(".lock").path
    let start = ContinuousClock.now
    while true {
      if let lock = try FileLock(path, name: path) { return lock }
      guard start.duration(to: .now).inSeconds < patience else { return nil }
      usleep(10_000)
    }
  }

  private static func name(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 8 - digits.count)) + digits + ".\(FeatureSegment.fileExtension)"
  }

  private static func number(of url: URL) -> Int? { Int(url.deletingPathExtension().lastPathComponent) }
}
