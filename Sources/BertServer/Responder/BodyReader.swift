import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes

/// Reads the body of a request within limits of size and time.
struct BodyReader {
  private let limit: Int
  private let deadline: ContinuousClock.Instant
  private let channel: any Channel

  init(_ options: ServerOptions, _ deadline: ContinuousClock.Instant, _ context: ServerContext) {
    limit = options.maxBodyBytes
    self.deadline = deadline
    channel = context.channel
  }

  /// The bytes of a JSON body.
  ///
  /// - Throws: 415, 413, 408, or 400 where the connection broke.
  func read(_ request: Request) async throws(ServerError) -> Data {
    guard Self.isJSON(request.headers[.contentType]) else {
      throw ServerError(
        .unsupportedMediaType, "unsupported_media_type", "send the header Content-Type: application/json")
    }
    guard Self.isPlain(request.headers[.contentEncoding]) else {
      throw ServerError(
        .unsupportedMediaType, "unsupported_encoding", "send the body as it is, without Content-Encoding")
    }
    // A length above the limit is refused before the body is read, also one beyond the range of integers.
    if let length = request.headers[.contentLength], Int(length).map({ $0 > limit }) ?? true {
      throw .bodyTooLarge(limit)
    }
    // The client sends the body only after this response.
    if request.headers[.expect]?.lowercased() == "100-continue" {
      channel.writeAndFlush(HTTPResponsePart.head(HTTPResponse(status: .continue)), promise: nil)
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
          throw ServerError.badRequest("broken_body", "the body ended too early")
        }
      }
    } catch {
      throw error.code == "timed_out" ? .bodyTooSlow : error
    }
  }

  /// Whether a body is not compressed.
  private static func isPlain(_ encoding: String?) -> Bool {
    ["", "identity"].contains((encoding ?? "").trimmingCharacters(in: .whitespaces).lowercased())
  }

  /// Whether a content type is `application/json`, with or without parameters.
  private static func isJSON(_ value: String?) -> Bool {
    let type = value?.split(separator: ";", maxSplits: 1).first ?? ""
    return type.trimmingCharacters(in: .whitespaces).lowercased() == "application/json"
  }
}
