"""Passing things on: pictures that chats show, posters with a code to scan, and what came of one's sharing."""
