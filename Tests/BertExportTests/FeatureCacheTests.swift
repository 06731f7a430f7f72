import BertEncoder
import BertInference
import Foundation
import Testing

/// Vectors that are kept between runs are those that would be computed, whatever happened to the files.
struct FeatureCacheTests {
  private static let texts = ["a good film", "a bad book", "the very good screen", "a good film", "xyzzy !"]

  private let scratch: Scratch
  private let model: URL
  /// What no cache has touched.
  private let right: [Float]

  init() throws {
    scratch = try Scratch()
    model = try scratch.model(GoldenEmbeddings.load(), [:])
    right = try TextEmbedder(contentsOf: model, threads: 1).embed(Self.texts).values
  }

  private func cache(limit: Int = FeatureCache.usualLimit, program: String = "test 1") -> FeatureCache {
    FeatureCache(directory: scratch.url.appendingPathComponent("features"), limit: limit, program: program)
  }

  private func embedder(
    _ cache: FeatureCache, _ options: EmbeddingOptions = EmbeddingOptions()
  ) throws -> TextEmbedder {
    try TextEmbedder(contentsOf: model, options: options, threads: 2, cache: cache)
  }

  private var files: [URL] {
    let all = FileManager.default.enumerator(at: cache().directory, includingPropertiesForKeys: nil)?.allObjects ?? []
    return all.compactMap { $0 as? URL }.filter { $0.pathExtension == "features" }
  }

  /// Asks for the texts, and holds the answer against the right one.
  private func expectRight(_ cache: FeatureCache, computed: Int, _ options: EmbeddingOptions = EmbeddingOptions())
    throws
  {
    let embedder = try self.embedder(cache, options)
    let found = try embedder.embed(Self.texts).values
    if options == EmbeddingOptions() { #expect(found == right) }
    #expect(embedder.store?.counts.computed == computed)
  }

  @Test func whatIsKeptIsNotComputedAgain() throws {
    try expectRight(cache(), computed: 4)
    try expectRight(cache(), computed: 0)
    // A text more is computed, the others are not.
    let embedder = try self.embedder(cache())
    #expect(try embedder.embed(Self.texts + ["cable"]).values.prefix(right.count) == right[...])
    #expect(embedder.store?.counts.computed == 1)
  }

  @Test func whatTheVectorDependsOnIsASpaceOfItsOwn() throws {
    try expectRight(cache(), computed: 4)
    try expectRight(cache(), computed: 4, EmbeddingOptions(pooling: .max))
    try expectRight(cache(), computed: 4, EmbeddingOptions(normalizes: false))
    try expectRight(cache(), computed: 4, EmbeddingOptions(dimensions: 3))
    try expectRight(cache(), computed: 4, EmbeddingOptions(precision: .bf16))
    // As where nothing is said.
    try expectRight(cache(), computed: 0, EmbeddingOptions(precision: .fp32))
    try expectRight(cache(program: "test 2"), computed: 4)
    // Another prompt gives other tokens.
    try expectRight(cache(), computed: 4, EmbeddingOptions(prompt: .text("good ")))
    // Other weights in the same place.
    let weights = model.appendingPathComponent("model.safetensors")
    var bytes = try Data(contentsOf: weights)
    bytes[bytes.count - 2] ^= 0x10
    try bytes.write(to: weights)
    let embedder = try self.embedder(cache())
    _ = try embedder.embed(Self.texts)
    #expect(embedder.store?.counts.found == 0)
  }

  /// A byte changed anywhere costs at most the vector that it belongs to.
  @Test(arguments: [0, 9, 64, 80, 96, 63 * 1024, -1]) func damageIsNoticed(place: Int) throws {
    try expectRight(cache(), computed: 4)
    let file = try #require(files.first)
    var bytes = try Data(contentsOf: file)
    if place < 0 {
      // The vector that was written last.
      let last = try #require(bytes.lastIndex { $0 != 0 })
      bytes[last] ^= 1
    } else {
      bytes[place] ^= 1
    }
    try bytes.write(to: file)
    let embedder = try self.embedder(cache())
    #expect(try embedder.embed(Self.texts).values == right)
    if place < 0 { #expect(embedder.store?.counts.computed == 1) }
    try expectRight(cache(), computed: 0)
  }

  /// What a process leaves that is killed between the vectors and the entry, or while the file is made.
  @Test func aHalfWrittenEntryIsNone() throws {
    try expectRight(cache(), computed: 4)
    let file = try #require(files.first)
    let whole = try Data(contentsOf: file)
    var bytes = whole
    // The last of four entries of 32 bytes behind 64 of header.
    bytes.replaceSubrange(64 + 3 * 32..<64 + 4 * 32, with: Data(count: 32))
    try bytes.write(to: file)
    try expectRight(cache(), computed: 1)
    try expectRight(cache(), computed: 0)
    for size in [0, 63, 100, whole.count - 1] {
      try whole.prefix(size).write(to: file)
      try expectRight(cache(), computed: 4)
    }
  }

  @Test func theLimitHolds() throws {
    try expectRight(cache(limit: 1), computed: 4)
    #expect(files.isEmpty)
    try expectRight(cache(), computed: 4)
    #expect(files.count == 1)
    // Another space makes the first one go, which was used before.
    let first = try #require(files.first)
    try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 0)], ofItemAtPath: first.path)
    var status = stat()
    #expect(stat(first.path, &status) == 0)
    let size = Int(status.st_blocks) * 512
    try expectRight(cache(limit: size * 3 / 2), computed: 4, EmbeddingOptions(pooling: .max))
    #expect(files.count == 1 && files != [first])
  }

  @Test func twoAtATimeKeepWhatBothComputed() async throws {
    let words = (0..<40).map { "good film \(String(repeating: "very ", count: $0))" }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for part in 0..<4 {
        group.addTask {
          let embedder = try self.embedder(cache())
          for word in words.enumerated().filter({ $0.offset % 4 == part }).map(\.element) {
            _ = try embedder.embed([word])
          }
        }
      }
      try await group.waitForAll()
    }
    let embedder = try self.embedder(cache())
    _ = try embedder.embed(words)
    #expect(embedder.store?.counts.computed == 0 && embedder.store?.fault == nil)
  }

  @Test func aPlaceThatCannotBeWrittenCostsNothingButTime() throws {
    try Data("a file".utf8).write(to: cache().directory)
    let embedder = try self.embedder(cache())
    #expect(try embedder.embed(Self.texts).values == right)
    #expect(embedder.store?.fault != nil)
  }
}
