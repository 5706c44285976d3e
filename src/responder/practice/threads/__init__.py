"""A practice Threads with one account, written from the API's facts and not from our connector."""

from responder.practice.threads.server import PracticeThreads as PracticeThreads
