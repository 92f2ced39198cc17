"""`make bench`: every figure the project promises, as ratios within this run."""

import asyncio

import uvloop

from bot.bench import quickline, updates

if __name__ == "__main__":
    uvloop.run(updates.measure())
    quickline.measure()
    from bot.bench import pdf  # not before: WeasyPrint and a browser's driver are no part of the bot's memory

    asyncio.run(pdf.measure())
