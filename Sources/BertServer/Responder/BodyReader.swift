import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Reads the body of a request within limits of size and time.
struct BodyReader {
  private let limit: Int
  private let deadline: ContinuousClock.Instant

  init(_ options: ServerOptions, _ deadline: ContinuousClock.Instant) {
    limit = options.maxBodyBytes
    self.deadline = deadline
  }

  /// The bytes of a JSON body.
  ///
  /// - Throws: 415, 413, 408, or 400 where the connection broke.
  func read(_ request: Request) async throws(ServerError) -> Data {
    guard Self.isJSON(request.headers[.contentType]) else {
      throw ServerError(
        .unsupportedMediaType, "unsupported_media_type", "send the header Content-Type: application/json")
    }
    // Refused before a byte is read, where the client says how much there is.
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw .bodyTooLarge(limit)
    }
    let body = request.body
    do {
      return try await Deadline.run(until: deadline) { [limit] in
        do {
          return Data(try await body.collect(upTo: limit).readableBytesView)
        } catch is NIOTooManyBytesError {
          throw ServerError.bodyTooLarge(limit)
        } catch is CancellationError {
          throw ServerError.bodyTooSlow
        } catch {
          throw ServerError.badRequest("broken_body", "the body ended before it was whole")
        }
      }
    } catch {
      throw error.code == "timed_out" ? .bodyTooSlow : error
    }
  }

  /// Whether a content type is `application/json`, perhaps with parameters.
  private static func isJSON(_ value: String?) -> Bool {
    let type = value?.split(separator: ";", maxSplits: 1).first ?? ""
    return type.trimmingCharacters(in: .whitespaces).lowercased() == "application/json"
  }
}
