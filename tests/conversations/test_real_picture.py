"""One plan with the real drawing process behind it."""

from charts.worker import ChartWorker
from simulator.media import image_size
from tests.conversations.house import House, Person


async def test_the_picture_of_a_plan_comes_from_the_drawing_process(house: House, olga: Person) -> None:
    worker = ChartWorker()
    house.easel.draw = worker.draw
    try:
        async with olga.workspace() as workspace:
            workspace.clinics.rename("$\\frac{<b>}{&}$ «Улыбка»")
        await olga.has_plan()
        (photo,) = olga.answers[-1]["photo"]
        content = house.account.files.for_download(photo["file_id"]).content
        assert image_size(content) == (1280, 960)
        assert len(content) < 60 * 1024
    finally:
        await worker.close()
