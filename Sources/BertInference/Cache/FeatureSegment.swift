import BertStorage
import Foundation

/// A file with a fixed number of places for vectors, filled in order.
///
/// Layout, little-endian: 64 bytes of header (`magic`, width, places), 32 bytes an entry (key, check, 8 bytes unused),
/// then the vectors. The file has its full size from the start and is sparse. A vector is written before its entry, and
/// the check is a hash of both, so that a vector which a killed process left half written is not taken for a whole one.
struct FeatureSegment {
  static let fileExtension = "features"
  private static let magic: UInt64 = 0x3130_7466_7472_6562  // "bertft01"
  private static let headerBytes = 64, entryBytes = 32
  /// About how many bytes a file has.
  private static let usualBytes = 8 << 20

  let url: URL
  /// Floats of a vector.
  let width: Int
  private let places: Int
  private let file: MappedFile
  /// The keys in it, in order.
  private(set) var keys: [FeatureKey] = []

  private static func places(width: Int) -> Int { max(64, usualBytes / (4 * width + entryBytes)) }

  private static func bytes(width: Int, places: Int) -> Int { headerBytes + places * (entryBytes + 4 * width) }

  /// Whether no place is free.
  var isFull: Bool { keys.count == places }

  /// Opens a file; nil for one that is not of this form.
  ///
  /// - Throws: what opening throws.
  init?(_ url: URL, width: Int) throws(FileError) {
    self.url = url
    self.width = width
    places = Self.places(width: width)
    file = try MappedFile(path: url.path)
    guard file.size == Self.bytes(width: width, places: places) else { return nil }
    let header = Self.header(width: width, places: places)
    let isOurs = try file.withBytes(0..<header.count) { $0.elementsEqual(header) }
    guard isOurs else { return nil }
    keys = try file.withBytes(Self.headerBytes..<Self.headerBytes + places * Self.entryBytes) { entries in
      var keys: [FeatureKey] = []
      for place in 0..<places {
        let words = (0..<3).map {
          UInt64(
            littleEndian: entries.loadUnaligned(
              fromByteOffset: place * Self.entryBytes + 8 * $0, as: UInt64.self))
        }
        guard words[2] != 0 else { break }
        keys.append(FeatureKey(high: words[0], low: words[1]))
      }
      return keys
    }
  }

  /// Makes an empty file in a place.
  static func make(_ url: URL, width: Int) throws(FileError) {
    Leftovers.clear(beside: url.path)
    let places = places(width: width)
    let aside = URL(fileURLWithPath: "\(url.path).tmp-\(getpid())")
    do throws(FileError) {
      let file = try PlacedFile(aside.path, size: bytes(width: width, places: places))
      try file.write(header(width: width, places: places), at: 0)
      try FileSystem.rename(aside, to: url)
    } catch {
      FileSystem.discard(aside)
      throw error
    }
  }

  /// Copies a vector out; false where the stored vector is not the one that was written for the key.
  func copy(_ place: Int, key: FeatureKey, into out: UnsafeMutableBufferPointer<Float>) throws(FileError) -> Bool {
    let check = try file.withBytes(entryRange(place)) {
      UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
    }
    return try file.withBytes(rowStart(place)..<rowStart(place) + 4 * width) { bytes in
      guard Self.check(key, bytes) == check else { return false }
      UnsafeMutableRawBufferPointer(out).copyMemory(from: bytes)
      return true
    }
  }

  /// Adds vectors after the last one, as many as there are free places; the caller holds the lock of the space.
  ///
  /// - Returns: How many were added.
  func add(_ rows: [(key: FeatureKey, vector: ArraySlice<Float>)]) throws(FileError) -> Int {
    let taken = rows.prefix(places - keys.count)
    var entries: [UInt64] = [], values: [Float] = []
    for (key, vector) in taken {
      values += vector
      let check = vector.withUnsafeBytes { Self.check(key, $0) }
      entries += [key.high, key.low, check, 0].map(\.littleEndian)
    }
    let file = try PlacedFile(url.path, size: nil)
    try file.write(values, at: rowStart(keys.count))
    try file.write(entries, at: entryRange(keys.count).lowerBound)
    return taken.count
  }

  /// Sets the time of last use, by which ``FeatureCache/makeRoom()`` chooses the files to remove.
  func touch() {
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: url.path)
  }

  private func entryRange(_ place: Int) -> Range<Int> {
    let start = Self.headerBytes + place * Self.entryBytes
    return start..<start + Self.entryBytes
  }

  private func rowStart(_ place: Int) -> Int { Self.headerBytes + places * Self.entryBytes + place * 4 * width }

  private static func header(width: Int, places: Int) -> [UInt8] {
    [magic, UInt64(width), UInt64(places)].flatMap { word in
      withUnsafeBytes(of: word.littleEndian) { Array($0) }
    }
  }

  /// A hash of key and vector, never 0: a check of 0 marks a free place.
  private static func check(_ key: FeatureKey, _ vector: UnsafeRawBufferPointer) -> UInt64 {
    var hash = FNV1a()
    hash.add(key.high)
    hash.add(key.low)
    for start in stride(from: 0, to: vector.count, by: 4) {
      hash.add(UInt32(littleEndian: vector.loadUnaligned(fromByteOffset: start, as: UInt32.self)))
    }
    return max(1, hash.value)
  }
}
