package import BertStorage
import BertText
import Foundation
import Synchronization

/// The vectors of one space in a ``FeatureCache``.
///
/// Whatever happens to the files, the vectors are right: what cannot be read is computed, and what cannot be written is
/// not kept.
package final class FeatureStore: Sendable {
  /// Floats of a vector.
  let width: Int
  private let cache: FeatureCache
  private let directory: URL
  private let state: Mutex<State>

  private struct State {
    var segments: [FeatureSegment] = []
    var places: [FeatureKey: (segment: Int, place: Int)] = [:]
    /// Why nothing more is kept.
    var fault: FileError?
    var counts = Counts()
  }

  /// What was asked of a store.
  package struct Counts: Sendable, Equatable {
    /// Sequences whose vector was there.
    package var found = 0
    /// Sequences that were computed.
    package var computed = 0
  }

  /// Sequences that are computed before their vectors are written down.
  private static let window = 2048
  /// How long another process that writes to the space is waited for, in seconds.
  private static let patience = 2.0

  init(_ cache: FeatureCache, _ space: FeatureSpace, width: Int) {
    self.width = width
    self.cache = cache
    directory = cache.directory.appendingPathComponent(space.name, isDirectory: true)
    state = Mutex(State())
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    state.withLock { state in
      for name in names.sorted() where name.hasSuffix(".\(FeatureSegment.fileExtension)") {
        Self.read(directory.appendingPathComponent(name), width: width, into: &state)
      }
    }
  }

  /// Why vectors are not kept, where they cannot be.
  package var fault: FileError? { state.withLock(\.fault) }

  package var counts: Counts { state.withLock(\.counts) }

  /// Puts a file in the place of its former reading, or behind the others.
  ///
  /// - Returns: nil for what is no such file.
  @discardableResult private static func read(_ url: URL, width: Int, into state: inout State) -> FeatureSegment? {
    guard let segment = try? FeatureSegment(url, width: width) else { return nil }
    let index = state.segments.firstIndex { $0.url == url } ?? state.segments.count
    if index == state.segments.count { state.segments.append(segment) } else { state.segments[index] = segment }
    for (place, key) in segment.keys.enumerated() { state.places[key] = (index, place) }
    return segment
  }

  /// The vectors of sequences, `[sequences, width]`, row after row: those that are kept, and those of `compute` for the rest.
  /// Sequences with the same tokens are computed once.
  ///
  /// - Parameters:
  ///   - sequences: What the vectors are of.
  ///   - compute: Computes the vectors of some of them; it is told how many are done before.
  /// - Throws: what `compute` throws. What was computed before is kept.
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

  /// Copies the vectors that are kept.
  ///
  /// - Returns: The places of those that are not.
  private func copyKept(_ keys: [FeatureKey], into values: inout [Float]) -> [Int] {
    state.withLock { state in
      var missing: [Int] = [], used: Set<Int> = []
      values.withUnsafeMutableBufferPointer { values in
        for (index, key) in keys.enumerated() {
          let row = UnsafeMutableBufferPointer(rebasing: values[index * width..<(index + 1) * width])
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

  /// Writes vectors down, unless that failed before.
  private func keep(_ rows: [(key: FeatureKey, vector: ArraySlice<Float>)]) {
    state.withLock { state in
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
      // Read under the lock: another process may have added to it. What is there and is no such file is replaced.
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

  /// Waits for the space; nil where another process holds it too long.
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
