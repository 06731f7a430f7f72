import BertFT
import Foundation

/// A folder of notes, searched by meaning: SemanticSearch FOLDER QUERY
@main
struct SemanticSearch {
  static func main() async throws {
    guard CommandLine.arguments.count == 3 else {
      print("usage: SemanticSearch FOLDER QUERY")
      exit(64)
    }
    let paragraphs = try Paragraph.all(in: URL(fileURLWithPath: CommandLine.arguments[1], isDirectory: true))
    // Asked to, the hub fetches the model once; afterwards nothing connects.
    let embedder = try await TextEmbedder.load("all-MiniLM-L6-v2", from: Hub())
    let vectors = try await embedder.embeddings(for: paragraphs.map(\.text))
    let query = try await embedder.embedding(for: CommandLine.arguments[2])
    // The vectors have length 1, so that the cosine is the plain product.
    let scores = vectors.map { vector in zip(vector.values, query.values).reduce(0) { $0 + $1.0 * $1.1 } }
    for place in scores.indices.sorted(by: { scores[$0] > scores[$1] }).prefix(3) {
      print(String(format: "%.3f", scores[place]), paragraphs[place].file, paragraphs[place].text.prefix(100))
    }
  }
}

/// A paragraph of a note.
struct Paragraph {
  let file: String
  let text: String

  /// The paragraphs of all Markdown and text files of a folder; blank lines stand between them.
  static func all(in folder: URL) throws -> [Paragraph] {
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { ["md", "txt"].contains($0.pathExtension) }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
    return try files.flatMap { file in
      try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n\n")
        .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        .filter { !$0.isEmpty }
        .map { Paragraph(file: file.lastPathComponent, text: $0) }
    }
  }
}
